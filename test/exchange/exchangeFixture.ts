import { createSecretKey } from 'node:crypto';
import { createExchange, type ExchangeOptions } from '../../adapters/exchange/createExchange.ts';
import type { Call } from '../../domain/call.ts';
import type { Event } from '../../domain/events.ts';
import type { Grant, TokenGrant } from '../../domain/grant.ts';
import type { Credential, Issuer, IssuerFacts } from '../../domain/issuer.ts';
import type { AnyRefreshError } from '../../domain/refreshError.ts';
import type { ReplyStore } from '../../domain/replyStore.ts';
import { secret } from '../../domain/secret.ts';
import { createMemoryReplies } from '../../issuer/store/replies/memoryReplies.ts';
import { manualTimers } from './manualTimers.ts';

export const T0 = 1_800_000_000_000;
export const ROOT_KEY = createSecretKey(Buffer.alloc(32, 7));
export const RETENTION = 30_000;
export const UPSTREAM_TIMEOUT = 10_000;

export const FACTS: IssuerFacts = {
  id: 'oauth2:x',
  kind: 'OAUTH2',
  displayName: 'X',
  rotates: true,
  revokes: true,
  idempotent: false,
  jwksUri: null,
};

export interface TestCredential extends Credential {
  readonly scope?: string;
  readonly sessionId?: string;
}

/** A pair that says which call it came from. */
export function grant(refreshToken: string, changes: Partial<TokenGrant> = {}): TokenGrant {
  return {
    kind: 'Token',
    issuer: FACTS,
    accessToken: secret(`at_of_${refreshToken}`),
    accessTokenExpiresAt: T0 + 600_000,
    refreshToken: secret(refreshToken),
    refreshTokenExpiresAt: null,
    rotated: true,
    scope: ['a', 'b'],
    userId: null,
    ...changes,
  };
}

type Answer = (credential: TestCredential, count: number) => Promise<Grant | AnyRefreshError>;

/** An upstream that counts, and exchanges each token for its next one unless told otherwise. */
export function testUpstream(facts: Partial<IssuerFacts> = {}) {
  const sent: string[] = [];
  const revoked: string[] = [];
  const upstream = {
    sent,
    revoked,
    answer: (async ({ refreshToken }) => grant(`${refreshToken.reveal()}'`)) as Answer,
    issuer: {} as Issuer<TestCredential>,
  };
  upstream.issuer = {
    facts: { ...FACTS, ...facts },
    refresh(credential) {
      sent.push(credential.refreshToken.reveal());
      return upstream.answer(credential, sent.length);
    },
    async revoke({ refreshToken }) {
      revoked.push(refreshToken.reveal());
      return null;
    },
  };
  return upstream;
}

interface Options extends Partial<ExchangeOptions> {
  readonly facts?: Partial<IssuerFacts>;
  readonly upstream?: ReturnType<typeof testUpstream>;
}

/** One process: an exchange around an upstream, with clock and timers in the test's hands. */
export function testExchange({ facts, ...options }: Options = {}) {
  const store: ReplyStore = options.store ?? createMemoryReplies();
  const upstream = options.upstream ?? testUpstream(facts);
  const timers = (options.timers as ReturnType<typeof manualTimers> | undefined) ?? manualTimers();
  const clock = { now: T0 };
  const now = () => clock.now;
  const events: Event[] = [];
  const exchange = createExchange({
    keyAt: () => ROOT_KEY,
    clockSkew: 600_000,
    replyRetention: RETENTION,
    upstreamTimeout: UPSTREAM_TIMEOUT,
    now,
    emit: (event) => events.push(event),
    ...options,
    store,
    timers,
  });
  const issuer = exchange.withExchange(upstream.issuer);
  const call: Call = {
    correlationId: '9f1d3f2a-2f2b-4c57-9f57-0d5f3b0c8a11',
    now,
    accessToken: null,
    serviceKey: null,
    ipAddress: null,
  };
  const credential = (token: string, more: Partial<TestCredential> = {}): TestCredential => ({
    refreshToken: secret(token),
    ...more,
  });
  return {
    ...{ exchange, issuer, upstream, store, timers, clock, events, call },
    types: () => events.map(({ type }) => type.replace('exchange.', '')),
    refresh: (token: string, more?: Partial<TestCredential>) =>
      issuer.refresh(credential(token, more), call),
    revoke: (token: string, more?: Partial<TestCredential>) =>
      issuer.revoke(credential(token, more), call),
  };
}

/** What a client gets to see. */
export function shown(outcome: Grant | AnyRefreshError) {
  return 'accessToken' in outcome
    ? `${outcome.accessToken.reveal()} ${outcome.refreshToken.reveal()}`
    : outcome.code;
}
