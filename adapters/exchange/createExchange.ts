import type { KeyObject } from 'node:crypto';
import type { EventSink } from '../../domain/events.ts';
import type {
  Credential,
  Issuer,
  IssuerFacts,
  IssuerFamily,
  Selection,
} from '../../domain/issuer.ts';
import { isRefreshError } from '../../domain/refreshError.ts';
import type { ReplyStore } from '../../domain/replyStore.ts';
import { ABANDONED_AFTER } from './claimLease.ts';
import type { ExchangeDeps } from './exchangeDeps.ts';
import { createFlights } from './flights.ts';
import { createHeartbeat } from './heartbeat.ts';
import { createPending } from './pending.ts';
import { purging } from './purging.ts';
import { refresh } from './refresh.ts';
import { createRefusalBudget, REFUSAL_RETENTION } from './refusalBudget.ts';
import { revoke } from './revoke.ts';
import { systemTimers, type Timers } from './timers.ts';

/** What the exchange is made of. Durations are milliseconds. */
export interface ExchangeOptions {
  readonly store: ReplyStore;
  /** The root key in force at a time. */
  readonly keyAt: (time: number) => KeyObject;
  /** How far the clocks of two processes may be apart. */
  readonly clockSkew: number;
  /** How long a pair is given again to whoever presents the token that was exchanged for it. */
  readonly replyRetention: number;
  /** The longest upstream call. */
  readonly upstreamTimeout: number;
  readonly now: () => number;
  readonly emit: EventSink;
  /** @default the system's */
  readonly timers?: Timers;
}

/** Stands between clients that retry and upstreams that punish it. */
export interface Exchange {
  /** The same issuer, asked once for each token however often it is presented. */
  withExchange<C extends Credential>(issuer: Issuer<C>): Issuer<C>;
  /** The same family, its issuers each with the exchange around it. */
  around(family: IssuerFamily): IssuerFamily;
  /** Waits for calls in flight and for replies that the store has not taken yet. */
  close(): Promise<void>;
}

const BEAT = 1000;
const LEASE = 4 * BEAT;

/** For how long (ms) after the exchange is closed a reply that the store does not take is tried again. */
const LAST_TRIES = 6000;

/** Makes the exchange of one process; those of other processes over the same store and root secret work with it. */
export function createExchange(options: ExchangeOptions): Exchange {
  const pending = createPending();
  const { timers = systemTimers } = options;
  let closedAt: number | null = null;
  const isEnding = () => closedAt !== null && timers.now() - closedAt >= LAST_TRIES;
  function background<T>(work: Promise<T>): Promise<T> {
    pending.add(work);
    return work;
  }
  const isClosing = () => closedAt !== null;
  const shared = createDeps(options, { timers, isClosing, isEnding, background });
  const withExchange: Exchange['withExchange'] = (issuer) => {
    const deps = { ...shared, ...waitingTimes(issuer.facts, options) };
    return {
      // They may change: what an issuer can do is sometimes discovered.
      get facts() {
        return issuer.facts;
      },
      refresh: (credential, call) => refresh(deps, issuer, credential, call),
      revoke: (credential, call) => background(revoke(deps, issuer, credential, call)),
    };
  };
  return {
    withExchange,
    around: (family) => aroundFamily(family, withExchange),
    async close() {
      closedAt ??= timers.now();
      await pending.none();
    },
  };
}

/** A living holder that the store does not hear of must not be doubled where that could end a session. */
function waitingTimes({ idempotent }: IssuerFacts, options: ExchangeOptions) {
  const { upstreamTimeout, replyRetention, clockSkew } = options;
  const lease = idempotent ? LEASE : Math.max(LEASE, upstreamTimeout + BEAT);
  // Whoever waits from the beginning sees the end of a call, and of one in place of a call that died at once.
  const patience = lease + upstreamTimeout;
  // A token may be waited for under two names, is sent then, and what came of it is remembered.
  const longest = 2 * patience + upstreamTimeout + Math.max(replyRetention, REFUSAL_RETENTION);
  return { lease, patience, lookback: clockSkew + longest };
}

function createDeps(
  options: ExchangeOptions,
  life: Pick<ExchangeDeps, 'timers' | 'background' | 'isClosing' | 'isEnding'>,
): Omit<ExchangeDeps, keyof ReturnType<typeof waitingTimes>> {
  const { keyAt, clockSkew, replyRetention, now, emit } = options;
  const store = purging(options.store, now, life.background);
  const abandonedAt = () => now() + ABANDONED_AFTER;
  return {
    ...{ store, keyAt, clockSkew, replyRetention, emit },
    heartbeat: createHeartbeat({ store, timers: life.timers, interval: BEAT, abandonedAt }),
    flights: createFlights(),
    refusals: createRefusalBudget(),
    ...life,
  };
}

function aroundFamily(family: IssuerFamily, wrap: Exchange['withExchange']): IssuerFamily {
  const wrapped = new Map<Issuer<Credential>, Issuer<Credential>>();
  for (const issuer of family.issuers) wrapped.set(issuer, wrap(issuer));
  return {
    field: family.field,
    issuers: [...wrapped.values()],
    select(input) {
      const selected = family.select(input);
      if (isRefreshError(selected)) return selected;
      const issuer = wrapped.get(selected.issuer) ?? wrap(selected.issuer);
      return { issuer, credential: selected.credential } satisfies Selection;
    },
  };
}
