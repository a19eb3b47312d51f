import type { Call } from '../domain/call.ts';
import { activeSession, activeSessions } from './activeSessions.ts';
import type { Deps } from './deps.ts';
import { issueToken } from './issueToken.ts';
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
    viewer: (call: Call) => viewer(deps, call),
    refreshToken: (input: unknown, call: Call) => refreshToken(deps, input, call),
    revokeToken: (input: unknown, call: Call) => revokeToken(deps, input, call),
    issueToken: (input: unknown, call: Call) => issueToken(deps, input, call),
    revokeSessions: (input: unknown, call: Call) => revokeSessions(deps, input, call),
    activeSessions: (userId: string, first: number, call: Call) =>
      activeSessions(deps, userId, first, call),
    activeSession: (id: string, call: Call) => activeSession(deps, id, call),
  };
}
