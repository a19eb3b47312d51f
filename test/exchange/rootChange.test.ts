import { describe, expect, it } from 'vitest';
import { InvalidRefreshTokenError } from '../../domain/refreshError.ts';
import { shown, type testUpstream } from './exchangeFixture.ts';
import { held, mortal } from './faultyStores.ts';
import { settled } from './manualTimers.ts';
import { CHANGE, skewedNodes, timesAroundChange } from './skewedNodes.ts';

/** As far apart as the clocks of two nodes may be. */
const FAR = [300_000, -300_000];
const ORDERS = [
  [0, 1],
  [1, 0],
] as const;

/** The upstream answers no call before the returned function is called. */
function answersWhenTold(upstream: ReturnType<typeof testUpstream>) {
  const { promise, answer } = held();
  const plain = upstream.answer;
  upstream.answer = (...asked) => promise.then(() => plain(...asked));
  return answer;
}

/** What two tabs see that ask one node, the second `apart` (ms) after the first and before that is answered. */
async function twoTabs(now: number, apart: number) {
  const { nodes, time, timers, upstream } = skewedNodes([0], {
    // A database writes more slowly than it reads.
    storeOf: (store) => ({ ...store, claim: (wish) => settled().then(() => store.claim(wish)) }),
  });
  const answer = answersWhenTold(upstream);
  time.now = now;
  const first = nodes[0]!.refresh('t');
  time.now += apart;
  const second = nodes[0]!.refresh('t');
  await timers.pass(600);
  answer();
  await timers.pass(600);
  return (await Promise.all([first, second])).map(shown);
}

describe('around a scheduled change of the root secret', () => {
  it('a retry at a node whose clock is off by a second gets the same pair', async () => {
    const { nodes, time, upstream } = skewedNodes([500, -500]);
    const tokens: string[] = [];
    // In steps shorter than the clocks are apart, so that no boundary is missed.
    for (const now of timesAroundChange(900)) {
      for (const [first, second] of ORDERS) {
        const token = `t${now}${first}`;
        tokens.push(token);
        time.now = now;
        const pair = await nodes[first]!.refresh(token);
        time.now += 100;
        expect(shown(await nodes[second]!.refresh(token))).toBe(shown(pair));
      }
    }
    expect(upstream.sent).toEqual(tokens);
  });

  it('nodes with clocks as far apart as may be send a token once between them', async () => {
    for (const now of timesAroundChange(100_000)) {
      for (const [first, second] of ORDERS) {
        const { nodes, time, timers, upstream } = skewedNodes(FAR);
        const answer = answersWhenTold(upstream);
        time.now = now;
        const outcomes = Promise.all([nodes[first]!.refresh('t'), nodes[second]!.refresh('t')]);
        await timers.pass(3000);
        answer();
        await timers.pass(600);
        expect((await outcomes).map(shown)).toEqual(Array(2).fill('at_of_t.1 t.1'));
        expect(upstream.sent).toEqual(['t']);
      }
    }
  });

  it('two tabs at one node, one before and one after it, share one call', async () => {
    for (const now of timesAroundChange(9000)) {
      expect(await twoTabs(now, 10_000)).toEqual(Array(2).fill('at_of_t.1 t.1'));
    }
    expect(await twoTabs(CHANGE - 1, 1)).toEqual(Array(2).fill('at_of_t.1 t.1'));
  });

  it('the reply of the longest refresh is found as long as it is kept', async () => {
    const doomed: ReturnType<typeof mortal>[] = [];
    const { nodes, time, timers, upstream } = skewedNodes([0, 0], {
      storeOf: (store, node) => {
        doomed[node] = mortal(store);
        return doomed[node].store;
      },
    });
    const { promise, answer } = held();
    const plain = upstream.answer;
    upstream.answer = (credential, count) =>
      count === 1 ? new Promise(() => {}) : promise.then(() => plain(credential, count));
    time.now = CHANGE - 1;
    void nodes[0]!.refresh('t');
    await settled();
    const heir = nodes[1]!.refresh('t');
    doomed[0]!.stop();
    // A lease, and then a call that takes all its time.
    await timers.pass(11_500);
    time.now += 21_000;
    answer();
    await timers.pass(300);
    time.now += 29_999;
    expect(shown(await nodes[1]!.refresh('t'))).toBe(shown(await heir));
    expect(upstream.sent).toEqual(['t', 't']);
  });

  it('a node that dies between the two names of a reply leaves it to the others', async () => {
    let doomed = mortal({} as never);
    const { nodes, timers, upstream } = skewedNodes([0, 0], {
      storeOf(store, node) {
        if (node === 1) return store;
        doomed = mortal(store);
        const settle: typeof store.settle = async (settlement) => {
          const taken = await doomed.store.settle(settlement);
          doomed.stop();
          return taken;
        };
        return { ...doomed.store, settle };
      },
    });
    void nodes[0]!.refresh('t');
    await settled();
    const other = nodes[1]!.refresh('t');
    await timers.pass(12_000);
    expect(shown(await other)).toBe('at_of_t.1 t.1');
    expect(upstream.sent).toEqual(['t']);
  });

  it('a store that fails between the two names of a token has nothing sent', async () => {
    let claims = 0;
    const { nodes, upstream } = skewedNodes([0], {
      storeOf: (store) => ({
        ...store,
        claim(wish) {
          claims += 1;
          return claims === 2 ? Promise.reject(new Error('The disk is full.')) : store.claim(wish);
        },
      }),
    });
    expect(shown(await nodes[0]!.refresh('t'))).toBe('ISSUER_UNAVAILABLE');
    expect(upstream.sent).toEqual([]);
    expect(shown(await nodes[0]!.refresh('t'))).toBe('at_of_t.1 t.1');
  });

  it('a second name is claimed for a while, and never before or afterwards', async () => {
    let claims = 0;
    const { nodes, time } = skewedNodes([0], {
      storeOf: (store) => ({
        ...store,
        claim(wish) {
          claims += 1;
          return store.claim(wish);
        },
      }),
    });
    const claimsAt = async (now: number) => {
      [time.now, claims] = [now, 0];
      await nodes[0]!.refresh(`t${now}`);
      return claims;
    };
    expect(await claimsAt(CHANGE - 1)).toBe(1);
    expect(await claimsAt(CHANGE)).toBe(2);
    expect(await claimsAt(CHANGE + 1_200_000)).toBe(2);
    expect(await claimsAt(CHANGE + 1_300_000)).toBe(1);
  });

  it('a late retry gets the newest pair, whichever node made it', async () => {
    const { nodes, time } = skewedNodes([500, -500]);
    for (const now of timesAroundChange(900)) {
      for (const [first, second] of ORDERS) {
        const token = `t${now}${first}`;
        time.now = now;
        const pair = await nodes[first]!.refresh(token);
        const newest = await nodes[second]!.refresh(shown(pair).split(' ')[1]!);
        expect(shown(await nodes[first]!.refresh(token))).toBe(shown(newest));
      }
    }
  });
});

describe('signing out around a scheduled change of the root secret', () => {
  it('at a node whose clock is off by a second: no node gives the pair again', async () => {
    const { nodes, time, upstream } = skewedNodes([500, -500]);
    for (const now of timesAroundChange(900)) {
      for (const [first, second] of ORDERS) {
        const token = `t${now}${first}`;
        time.now = now;
        const pair = await nodes[first]!.refresh(token);
        expect(await nodes[second]!.revoke(token)).toBeNull();
        expect(upstream.revoked.at(-1)).toBe(shown(pair).split(' ')[1]);
        const plain = upstream.answer;
        upstream.answer = async () => new InvalidRefreshTokenError('TOKEN_INVALID');
        for (const node of nodes) expect(shown(await node.refresh(token))).toBe('TOKEN_INVALID');
        upstream.answer = plain;
      }
    }
  });

  it('waits for a refresh at a node whose clock is as far off as may be', async () => {
    for (const now of timesAroundChange(100_000)) {
      for (const [first, second] of ORDERS) {
        const { nodes, time, timers, upstream } = skewedNodes(FAR);
        const answer = answersWhenTold(upstream);
        time.now = now;
        void nodes[first]!.refresh('t');
        await settled();
        const revoked = nodes[second]!.revoke('t');
        await timers.pass(3000);
        expect(upstream.revoked).toEqual([]);
        answer();
        await timers.pass(600);
        expect(await revoked).toBeNull();
        expect(upstream.revoked).toEqual(['t.1']);
      }
    }
  });

  it('keeps a refresh waiting at a node whose clock is as far off as may be', async () => {
    for (const now of timesAroundChange(100_000)) {
      for (const [first, second] of ORDERS) {
        const { nodes, time, timers, upstream } = skewedNodes(FAR);
        const { promise, answer } = held();
        upstream.issuer.revoke = () => promise.then((): null => null);
        time.now = now;
        const revoked = nodes[first]!.revoke('t');
        await settled();
        const refreshed = nodes[second]!.refresh('t');
        await timers.pass(3000);
        expect(upstream.sent).toEqual([]);
        upstream.answer = async () => new InvalidRefreshTokenError('TOKEN_INVALID');
        answer();
        await timers.pass(600);
        expect(await revoked).toBeNull();
        expect(shown(await refreshed)).toBe('TOKEN_INVALID');
      }
    }
  });
});
