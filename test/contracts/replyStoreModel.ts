import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Claim, ReplyRecord, ReplyStore } from '../../domain/replyStore.ts';
import { claimOf, settlementOf, T0 } from './replyRecords.ts';
import type { OpenReplies } from './replyStore.ts';

const ATTEMPTS = ['a', 'b', 'c'] as const;

type Step =
  | {
      readonly do: 'claim';
      readonly who: string;
      readonly binding: string;
      readonly patient: boolean;
    }
  | { readonly do: 'beat' | 'crash'; readonly who: string }
  | {
      readonly do: 'end';
      readonly who: string;
      readonly state: 'kept' | 'refused' | 'failed';
      readonly spent: boolean;
    }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'purge' };

const who = fc.constantFrom(...ATTEMPTS);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    arbitrary: fc.record({
      do: fc.constant('claim' as const),
      who,
      binding: fc.constantFrom('b', 'other'),
      patient: fc.boolean(),
    }),
    weight: 4,
  },
  {
    arbitrary: fc.record({ do: fc.constantFrom('beat' as const, 'crash' as const), who }),
    weight: 2,
  },
  {
    arbitrary: fc.record({
      do: fc.constant('end' as const),
      who,
      state: fc.constantFrom('kept' as const, 'refused' as const, 'failed' as const),
      spent: fc.boolean(),
    }),
    weight: 3,
  },
  fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: -60_000, max: 60_000 }) }),
  fc.record({ do: fc.constant('purge' as const) }),
);

/** One attempt as it knows itself: it may have died, or have been taken for dead. */
interface Actor {
  name: string;
  asks: boolean;
  alive: boolean;
  saw: Pick<ReplyRecord, 'holder' | 'beat'> | null;
}

/** What must be true of leases whatever crashes, whoever waits and however the clock jumps. */
export function testLeaseModel(name: string, open: OpenReplies): void {
  it(`${name}: no two living attempts ask the issuer, and no pair that may be given is lost`, async () => {
    await using store = await open();
    let run = 0;
    const property = fc.asyncProperty(
      fc.array(step, { minLength: 10, maxLength: 60, size: 'max' }),
      (steps) => {
        run += 1;
        return simulate(store, steps, `${run}`);
      },
    );
    await fc.assert(property, { numRuns: name === 'postgres' ? 25 : 200 });
  });
}

async function simulate(store: ReplyStore, steps: readonly Step[], key: string): Promise<void> {
  const world = createWorld(store, key);
  for (const it of steps) {
    if (it.do === 'claim') await world.claim(it.who, it.binding, it.patient);
    else if (it.do === 'beat') await world.beat(it.who);
    else if (it.do === 'crash') world.crash(it.who);
    else if (it.do === 'end') await world.end(it.who, it.state, it.spent);
    else if (it.do === 'wait') world.wait(it.ms);
    else await store.purge(T0 - 1e6, 10);
  }
}

function createWorld(store: ReplyStore, key: string) {
  let now = T0;
  let names = 0;
  let kept: { holder: string; binding: string; spent: boolean; until: number } | null = null;
  const actors = new Map<string, Actor>();
  const actor = (who: string) => {
    const found = actors.get(who) ?? {
      name: `${who}.${++names}`,
      asks: false,
      alive: true,
      saw: null,
    };
    actors.set(who, found);
    return found;
  };
  const asking = () => [...actors.values()].filter((it) => it.asks && it.alive);

  async function claim(who: string, binding: string, patient: boolean): Promise<void> {
    const self = actor(who);
    if (self.asks || !self.alive) return;
    const { saw } = self;
    // Every living holder beats within the time that patience takes.
    if (patient)
      for (const it of asking()) await store.renew([{ key, holder: it.name }], now + 6e5);
    const watched: Claim['watched'] = saw && { ...saw, dead: patient };
    const record = await store.claim(
      claimOf(self.name, { key, binding, now, expiresAt: now + 6e5, watched }),
    );
    if (record !== null) {
      self.saw = { holder: record.holder, beat: record.beat };
      return;
    }
    expect(asking()).toEqual([]);
    if (kept !== null && now < kept.until && kept.spent) throw new Error('A spent token was sent.');
    if (kept?.binding === binding) expect(now).toBeGreaterThanOrEqual(kept.until);
    kept = null;
    self.asks = true;
  }

  async function end(
    who: string,
    state: 'kept' | 'refused' | 'failed',
    spent: boolean,
  ): Promise<void> {
    const self = actor(who);
    if (!self.asks || !self.alive) return;
    const until = now + 30_000;
    const binding = 'b';
    const isSpent = state === 'kept' && spent;
    const settled = await store.settle(
      settlementOf(self.name, { key, binding, state, spent: isSpent, expiresAt: until }),
    );
    // Nobody takes a lease from the living, so theirs is always accepted.
    expect(settled).toBe(true);
    if (state === 'kept') kept = { holder: self.name, binding, spent: isSpent, until };
    actors.delete(who);
  }

  return {
    claim,
    end,
    async beat(who: string) {
      const self = actor(who);
      if (self.alive) await store.renew([{ key, holder: self.name }], now + 6e5);
    },
    crash(who: string) {
      // A new process comes in its place; the lease of the old one stays behind.
      actors.delete(who);
    },
    wait(ms: number) {
      now += ms;
    },
  };
}
