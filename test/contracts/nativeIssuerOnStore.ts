import { describe, expect, it } from 'vitest';
import type { TokenGrant } from '../../domain/grant.ts';
import type { SessionStore } from '../../issuer/store/sessionStore.ts';
import { testIssuer } from '../issuer/issuerFixture.ts';

/** Opens a store of its own for one test. */
export type OpenIssuerStore = () => Promise<SessionStore & AsyncDisposable>;

/** How much is tried, and how many milliseconds 50 racers may take. */
export interface Counts {
  readonly interleavings: number;
  readonly within: number;
}

/** What a native issuer promises its users, whatever its sessions are kept in. Counts are for one test. */
export function testNativeIssuer(name: string, open: OpenIssuerStore, counts: Counts): void {
  describe(`the native issuer on ${name}: racing`, () => testRaces(open, counts));
  describe(`the native issuer on ${name}: theft`, () => testTheft(open));
  describe(`the native issuer on ${name}: lost replies`, () => testLostReplies(open));
  describe(`the native issuer on ${name}: clocks`, () => testClocks(open));
}

const GRACE = 30_000;
const MINUTE = 60_000;
const tokenOf = (grant: TokenGrant) => grant.refreshToken.reveal();
type Refreshed = Awaited<ReturnType<ReturnType<typeof testIssuer>['refresh']>>;
const outcome = (it: Refreshed) => ('code' in it ? it.code : 'OK');

async function issuerOn(open: OpenIssuerStore, changes: Parameters<typeof testIssuer>[0] = {}) {
  const store = await open();
  const t = testIssuer({ ...changes, store });
  const refreshed = async (token: string) => {
    const grant = await t.refresh(token);
    expect(outcome(grant)).toBe('OK');
    return tokenOf(grant as TokenGrant);
  };
  const first = tokenOf(await t.issue());
  return { ...t, first, refreshed, [Symbol.asyncDispose]: () => store[Symbol.asyncDispose]() };
}

function testRaces(open: OpenIssuerStore, { interleavings, within }: Counts): void {
  it('gives 50 racing refreshes one refresh token, by one rotation, in time', async () => {
    await using t = await issuerOn(open);
    const startedAt = performance.now();
    const answers = await Promise.all(Array.from({ length: 50 }, () => t.refresh(t.first)));
    expect(performance.now() - startedAt).toBeLessThan(within);
    expect(new Set(answers.map((it) => tokenOf(it as TokenGrant))).size).toBe(1);
    expect(t.events.filter((it) => it.type === 'session.refreshed')).toHaveLength(1);
  });
  it('never refreshes after a revocation has returned, nor leaves a live pair behind', async () => {
    await using t = await issuerOn(open);
    for (let round = 0; round < interleavings; round += 1) {
      const { sessionId, tokens } = await raceWithRevocation(t, round);
      const late = await Promise.all(tokens.map((token) => t.refresh(token)));
      expect(late.map(outcome)).not.toContain('OK');
      expect(await t.issuer.sessions([sessionId], t.call)).toEqual(new Map());
    }
  }, 600_000);
  it('counts generations, not seconds: two rotations in one millisecond are two', async () => {
    await using t = await issuerOn(open);
    const second = await t.refreshed(t.first);
    const third = await t.refreshed(second);
    expect(new Set([t.first, second, third]).size).toBe(3);
    expect(outcome(await t.refresh(t.first))).toBe('TOKEN_REUSED');
  });
  it('gives the current token within the grace, which no replay extends', async () => {
    await using t = await issuerOn(open, { lostResponseWindow: 0 });
    const second = await t.refreshed(t.first);
    for (const at of [10_000, 20_000, GRACE - 1]) {
      t.clock.now += at - (t.clock.now % MINUTE);
      expect(await t.refreshed(t.first)).toBe(second);
    }
    t.clock.now += 1;
    expect(outcome(await t.refresh(t.first))).toBe('TOKEN_REUSED');
  });
}

/** Presents a token while its session is ended, in one order or the other, and gives every token there is. */
async function raceWithRevocation(t: Awaited<ReturnType<typeof issuerOn>>, round: number) {
  const first = await t.issue(`user ${round}`);
  const [session] = await t.store.listLive([`user ${round}`], 1, t.clock.now);
  const selector = round % 3 === 0 ? { userId: `user ${round}` } : { sessionId: session!.id };
  const refresh = () => t.refresh(tokenOf(first));
  const revoke = () => t.issuer.revokeSessions(selector, t.call);
  const calls = round % 2 === 0 ? [refresh(), revoke()] : [revoke(), refresh()];
  const answers = await Promise.all(calls);
  const grants = [first, ...answers.filter((it) => typeof it === 'object' && 'accessToken' in it)];
  for (const { accessToken } of grants as TokenGrant[]) {
    expect(await t.issuer.authenticate(accessToken, t.call)).toBeNull();
  }
  return { sessionId: session!.id, tokens: (grants as TokenGrant[]).map(tokenOf) };
}

function testTheft(open: OpenIssuerStore): void {
  it('ends the session for both when the thief comes late, at once and with one event', async () => {
    await using t = await issuerOn(open);
    const second = (await t.refresh(t.first)) as TokenGrant;
    const third = (await t.refresh(tokenOf(second))) as TokenGrant;
    t.clock.now += GRACE;
    expect(outcome(await t.refresh(t.first))).toBe('TOKEN_REUSED');
    expect(outcome(await t.refresh(tokenOf(third)))).toBe('SESSION_REVOKED');
    expect(outcome(await t.refresh(t.first))).toBe('SESSION_REVOKED');
    expect(await t.issuer.authenticate(third.accessToken, t.call)).toBeNull();
    expect(t.events.filter((it) => it.type === 'session.reused')).toHaveLength(1);
  });
  it('never lets thief and victim go on side by side, whoever comes first', async () => {
    for (const wait of [0, GRACE, 40 * MINUTE, 25 * 60 * MINUTE]) {
      await using t = await issuerOn(open);
      let held = [await t.refreshed(t.first), t.first];
      t.clock.now += wait;
      const outcomes = new Set<string>();
      for (let round = 0; round < 3; round += 1) held = await takeTurns(t, held, outcomes);
      expect(outcomes).toContain('TOKEN_REUSED');
      for (const token of held) expect(outcome(await t.refresh(token))).toBe('SESSION_REVOKED');
    }
  });
  it('takes the successor that a recovery voided for reuse', async () => {
    await using t = await issuerOn(open);
    const voided = await t.refreshed(t.first);
    t.clock.now += MINUTE;
    const healed = await t.refreshed(t.first);
    expect(outcome(await t.refresh(voided))).toBe('TOKEN_REUSED');
    expect(outcome(await t.refresh(healed))).toBe('SESSION_REVOKED');
  });
}

/** Each party presents what it holds, a grace apart, and keeps what it gets. */
async function takeTurns(
  t: Awaited<ReturnType<typeof issuerOn>>,
  held: readonly string[],
  outcomes: Set<string>,
): Promise<string[]> {
  const kept: string[] = [];
  for (const token of held) {
    t.clock.now += GRACE;
    const answer = await t.refresh(token);
    outcomes.add(outcome(answer));
    kept.push('code' in answer ? token : tokenOf(answer as TokenGrant));
  }
  return kept;
}

function testLostReplies(open: OpenIssuerStore): void {
  async function crashed(changes: Parameters<typeof testIssuer>[0] = {}) {
    const store = await open();
    let crash = true;
    const rotate: SessionStore['rotate'] = async (rotation) => {
      const fact = await store.rotate(rotation);
      if (crash) throw new Error('The process ends between commit and reply.');
      return fact;
    };
    const t = testIssuer({ ...changes, store: { ...store, rotate } });
    const first = tokenOf(await t.issue());
    expect(await t.refresh(first)).toMatchObject({ code: 'ISSUER_UNAVAILABLE', retryable: true });
    crash = false;
    return { ...t, first, [Symbol.asyncDispose]: () => store[Symbol.asyncDispose]() };
  }

  it('are healed within the grace by the very successor that was lost', async () => {
    await using t = await crashed();
    const grant = (await t.refresh(t.first)) as TokenGrant;
    const [session] = await t.store.listLive(['ada'], 1, t.clock.now);
    expect(session).toMatchObject({ generation: 1 });
    expect(outcome(await t.refresh(tokenOf(grant)))).toBe('OK');
  });
  it('are healed after the grace by one more generation, and once more', async () => {
    await using t = await crashed();
    t.clock.now += MINUTE;
    expect(outcome(await t.refresh(t.first))).toBe('OK');
    t.clock.now += MINUTE;
    const again = (await t.refresh(t.first)) as TokenGrant;
    expect(outcome(await t.refresh(tokenOf(again)))).toBe('OK');
    expect(t.events.map((it) => it.type).filter((it) => it === 'session.recovered')).toHaveLength(
      2,
    );
  });
  it('are reuse after the grace where recovery is off', async () => {
    await using t = await crashed({ lostResponseWindow: 0 });
    t.clock.now += MINUTE;
    expect(outcome(await t.refresh(t.first))).toBe('TOKEN_REUSED');
  });
}

function testClocks(open: OpenIssuerStore): void {
  it('raises no alarm where a session wanders between nodes that are five minutes off', async () => {
    await using t = await issuerOn(open);
    const start = t.clock.now;
    let token = t.first;
    for (const [round, minutes] of [5, -5, 0, -5, 5, 0, 5, -5].entries()) {
      t.clock.now = start + round * 1000 + minutes * MINUTE;
      token = await t.refreshed(token);
    }
    expect(t.events.map((it) => it.type)).not.toContain('session.reused');
  });
  it('gives racers one successor where their nodes are less than a grace apart', async () => {
    await using t = await issuerOn(open);
    const start = t.clock.now;
    const racers = [0, GRACE - 1, -GRACE].map((apart) => {
      t.clock.now = start + apart;
      return t.refresh(t.first);
    });
    const tokens = (await Promise.all(racers)).map((it) => tokenOf(it as TokenGrant));
    expect(new Set(tokens).size).toBe(1);
  });
  it('expires nothing earlier than the nodes are apart', async () => {
    await using t = await issuerOn(open);
    const start = t.clock.now;
    t.clock.now = start - 5 * MINUTE;
    const token = await t.refreshed(t.first);
    t.clock.now = start + 14 * 24 * 60 * MINUTE - 5 * MINUTE - 1000;
    await t.refreshed(token);
  });
  it('raises no alarm and refuses nobody when a clock steps back by minutes', async () => {
    await using t = await issuerOn(open);
    const second = await t.refreshed(t.first);
    t.clock.now -= 9 * MINUTE;
    expect(await t.refreshed(t.first)).toBe(second);
    const third = await t.refreshed(second);
    expect(await t.refreshed(second)).toBe(third);
    t.clock.now += 9 * MINUTE;
    await t.refreshed(third);
  });
  it('carries the absolute deadline across rotations and recoveries', async () => {
    await using t = await issuerOn(open, { sessionMaxAge: 100, refreshTokenTtl: 90 });
    t.clock.now += 80_000;
    await t.refreshed(t.first);
    t.clock.now += 19_000;
    const healed = await t.refreshed(t.first).catch(() => null);
    t.clock.now += 1000;
    expect(outcome(await t.refresh(healed ?? t.first))).toBe('TOKEN_EXPIRED');
  });
}
