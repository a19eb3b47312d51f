import type { ActiveSession } from '../domain/session.ts';
import { builder } from './builder.ts';
import { orThrow } from './orThrow.ts';

/** A live session of the native issuer. */
export const ActiveSessionRef = builder.objectRef<ActiveSession>('ActiveSession').implement({
  description: 'A live session of the native issuer. It never carries a token.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'The session id (`sid`); `revokeSessions` takes it.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When the user signed in.' }),
    lastRefreshedAt: t.expose('lastRefreshedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'The last refresh. Null until the first one.',
    }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      description: 'When it ends if nobody refreshes it.',
    }),
    userAgent: t.exposeString('userAgent', {
      nullable: true,
      description: 'The device, as the back end named it at sign-in. Null when it did not.',
    }),
    ipAddress: t.exposeString('ipAddress', {
      nullable: true,
      description: 'The address at sign-in, as the back end named it. Null when it did not.',
    }),
    current: t.boolean({
      description: 'It is the session of the access token that asks.',
      resolve: ({ id }, _args, { resolvers, call }) =>
        orThrow(resolvers.viewer(call)).then((viewer) => viewer?.sessionId === id),
    }),
  }),
});

builder.asEntity(ActiveSessionRef, {
  key: builder.selection<{ id: string }>('id'),
  resolveReference: ({ id }, { resolvers, call }) => orThrow(resolvers.activeSession(id, call)),
});
