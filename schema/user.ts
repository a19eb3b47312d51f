import { ActiveSessionRef } from './activeSession.ts';
import { builder } from './builder.ts';
import { orThrow } from './orThrow.ts';
import { spendObjects } from './requestBudget.ts';

/** A user of the native issuer; what stands behind it is just the id. */
export const UserRef = builder.objectRef<{ readonly id: string }>('User').implement({
  description: 'A user of the native issuer, known by the id that the back end issues tokens for.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'The subject (`sub`) of the access tokens.' }),
    activeSessions: t.field({
      type: [ActiveSessionRef],
      description:
        'Live sessions, newest first. For the user themself (access token) or a trusted back end (service key).',
      args: {
        first: t.arg.int({
          required: true,
          defaultValue: 50,
          description: 'How many at the most, from 1 to 100.',
        }),
      },
      resolve: async ({ id }, { first }, { resolvers, call }, info) => {
        const sessions = await orThrow(resolvers.activeSessions(id, first, call));
        spendObjects(call, sessions.length, info);
        return sessions;
      },
    }),
  }),
});

builder.asEntity(UserRef, {
  key: builder.selection<{ id: string }>('id'),
  resolveReference: ({ id }) => ({ id }),
});

builder.queryField('viewer', (t) =>
  t.field({
    type: UserRef,
    nullable: true,
    description:
      "The user that the request's access token (native issuer) belongs to. Null when there is no token, or it is not valid, or its session has ended.",
    resolve: (_root, _args, { resolvers, call }) =>
      orThrow(resolvers.viewer(call)).then((viewer) => viewer && { id: viewer.userId }),
  }),
);
