import type { Call } from '../domain/call.ts';
import type { Secret } from '../domain/secret.ts';
import { activeSession, activeSessions } from './activeSessions.ts';
import type { Deps } from './deps.ts';
import { introspectToken } from './introspectToken.ts';
import { issueToken } from './issueToken.ts';
import { isTrusted } from './isTrusted.ts';
import { refreshToken } from './refreshToken.ts';
import { revokeSessions } from './revokeSessions.ts';
import { revokeToken } from './revokeToken.ts';
import { viewer } from './viewer.ts';

/** Every use case, ready for a face to call. */
export type Resolvers = ReturnType<typeof createResolvers>;

/** Binds the use cases to what they need. */
export function createResolvers(deps: Deps) {
  const { registry } = deps;
  return {
    issuers: () => registry.issuers,
    issuer: (id: string) => registry.issuers.find((issuer) => issuer.id === id) ?? null,
    isTrusted: (call: Call) => isTrusted(deps, call),
    /** Counts a wrong client secret or service key; gives what to answer in place of the refusal, or null. */
    countGuess: (call: Call) => deps.limiter.other('serviceKey', call),
    viewer: (call: Call) => viewer(deps, call),
    refreshToken: (input: unknown, call: Call) => refreshToken(deps, input, call),
    revokeToken: (input: unknown, call: Call) => revokeToken(deps, input, call),
    issueToken: (input: unknown, call: Call) => issueToken(deps, input, call),
    revokeSessions: (input: unknown, call: Call) => revokeSessions(deps, input, call),
    introspectToken: (token: Secret, call: Call) => introspectToken(deps, token, call),
    activeSessions: (userId: string, first: number, call: Call) =>
      activeSessions(deps, userId, first, call),
    activeSession: (id: string, call: Call) => activeSession(deps, id, call),
  };
}
