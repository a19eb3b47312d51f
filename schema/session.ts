import type { SessionGrant } from '../domain/grant.ts';
import { builder } from './builder.ts';
import { TokenPairRef } from './tokenPair.ts';

/** A pair of an issuer whose reply is a session. */
export const SessionRef = builder.objectRef<SessionGrant>('Session').implement({
  description: 'A refreshed session of an issuer whose reply is a session: WalletKit.',
  interfaces: [TokenPairRef],
  fields: (t) => ({
    id: t.exposeID('id', {
      description: "The issuer's id of the session; send it as `sessionId` at the next refresh.",
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When the session began.' }),
    projectId: t.exposeID('projectId', { description: "The issuer's project it belongs to." }),
    refreshTokenExpiresAt: t.expose('refreshTokenExpiresAt', {
      type: 'DateTime',
      description: 'When the refresh token expires; a session always says.',
    }),
    userId: t.exposeID('userId', { description: "The issuer's user it belongs to." }),
  }),
});

builder.asEntity(SessionRef, {
  key: builder.keyDirective(builder.selection<{ id: string }>('id'), false),
  resolveReference: undefined as never,
});
