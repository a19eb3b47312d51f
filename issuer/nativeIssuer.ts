import type { JSONWebKeySet } from 'jose';
import type { EventSink } from '../domain/events.ts';
import type { IssuerFacts } from '../domain/issuer.ts';
import type { NativeIssuer } from '../domain/nativeIssuer.ts';
import type { Secret } from '../domain/secret.ts';
import { createAccessTokens } from './accessToken.ts';
import { createGrants } from './grants.ts';
import { createIntrospect } from './introspect.ts';
import { createIssue } from './issue.ts';
import type { RootSecret } from './keys/rootSecret.ts';
import type { SigningKeys } from './keys/signingKeys.ts';
import { createReadSessions } from './readSessions.ts';
import { createRefresh } from './refresh.ts';
import { createRefreshTokens } from './refreshToken.ts';
import { createRevoke } from './revoke.ts';
import { createRevokeSessions } from './revokeSessions.ts';
import { isLive } from './rotation.ts';
import type { SessionStore } from './store/sessionStore.ts';

/** What the native issuer is made of. Durations are whole seconds. */
export interface NativeIssuerOptions {
  readonly store: SessionStore;
  readonly rootSecret: RootSecret;
  readonly signingKeys: SigningKeys;
  /** Without a trailing slash. */
  readonly issuerUrl: string;
  readonly accessTokenTtl: number;
  readonly refreshTokenTtl: number;
  readonly sessionMaxAge: number;
  readonly reuseGrace: number;
  /** 0 turns the recovery of lost responses off. */
  readonly lostResponseWindow: number;
  /** How many live sessions a user may have; the oldest are ended. @default 100 */
  readonly maxSessionsPerUser?: number;
  readonly emit: EventSink;
  /** @default 'RefreshQL' */
  readonly displayName?: string;
}

/** The native issuer, with what only the process that runs it may ask for. */
export interface NativeIssuerHandle extends NativeIssuer {
  /** The public keys of its access tokens at `now` (ms), those to come too (RFC 7517); an empty set for HS256. */
  jwks(now: number): JSONWebKeySet;
  /** The current refresh token of a session that is live at `now` (ms), or null; rejects where the store fails. */
  currentRefreshToken(sessionId: string, now: number): Promise<Secret | null>;
  /** Closes the store. */
  close(): Promise<void>;
}

/** Puts the native issuer together: its own tokens, its own sessions, no other server. */
export function createNativeIssuer(options: NativeIssuerOptions): NativeIssuerHandle {
  const { store, signingKeys: keys, issuerUrl, emit, accessTokenTtl: ttl } = options;
  const facts = factsOf(options);
  const refreshTokens = createRefreshTokens({ rootSecret: options.rootSecret, issuerUrl });
  const accessTokens = createAccessTokens({ keys, issuerUrl, ttl });
  const grantPair = createGrants(facts, refreshTokens, accessTokens);
  const revokeSessions = createRevokeSessions(store, emit);
  const policy = policyOf(options);
  const parts = { store, refreshTokens, grantPair, revokeSessions, emit, policy };
  const refresh = createRefresh(parts);
  const revoke = createRevoke(refreshTokens, revokeSessions);
  return {
    facts,
    refresh,
    revoke: ({ refreshToken }, call) => revoke(refreshToken, call),
    issue: createIssue({ maxSessionsPerUser: 100, ...options, grantPair }),
    revokeSessions,
    introspect: createIntrospect(store, refreshTokens, accessTokens),
    ...createReadSessions(store, accessTokens),
    jwks: (now) => keys.jwks(now),
    currentRefreshToken: async (sessionId, now) => {
      const [record] = await store.find([sessionId]);
      return record && isLive(record, now) ? refreshTokens.sign(record) : null;
    },
    close: () => store.close(),
  };
}

function factsOf({ issuerUrl, displayName, signingKeys }: NativeIssuerOptions): IssuerFacts {
  return {
    id: 'native',
    kind: 'NATIVE',
    displayName: displayName ?? 'RefreshQL',
    rotates: true,
    revokes: true,
    idempotent: true,
    jwksUri: signingKeys.published ? `${issuerUrl}/.well-known/jwks.json` : null,
  };
}

function policyOf(options: NativeIssuerOptions) {
  return {
    refreshTokenTtl: options.refreshTokenTtl * 1000,
    reuseGrace: options.reuseGrace * 1000,
    lostResponseWindow: options.lostResponseWindow * 1000,
  };
}
