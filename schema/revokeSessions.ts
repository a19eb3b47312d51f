import type { SessionsRevoked } from '../resolvers/revokeSessions.ts';
import { builder } from './builder.ts';
import {
  InvalidInputErrorRef,
  IssuerUnavailableErrorRef,
  UnauthenticatedErrorRef,
} from './refreshError.ts';
import { resultType } from './resultType.ts';

const RevokeSessionsInput = builder.inputType('RevokeSessionsInput', {
  description:
    'Which sessions to end: exactly one member. `all` and `others` speak of the viewer; `userId` needs the service key.',
  fields: (t) => ({
    id: t.id({
      description: 'One session: one of the viewer’s own, or any with the service key.',
    }),
    others: t.boolean({
      description: 'True: all of the viewer’s sessions but the one of the access token that asks.',
    }),
    all: t.boolean({ description: 'True: all of the viewer’s sessions.' }),
    userId: t.id({ description: 'All sessions of this user. Needs the service key.' }),
  }),
});

const RevokeSessionsSuccess = builder
  .objectRef<SessionsRevoked>('RevokeSessionsSuccess')
  .implement({
    description: 'The sessions are ended; their refresh tokens stopped working.',
    fields: (t) => ({
      count: t.exposeInt('count', { description: 'How many live sessions were ended.' }),
    }),
  });

const RevokeSessionsResult = builder.unionType('RevokeSessionsResult', {
  description: 'How many sessions were ended, or a refusal.',
  types: [
    RevokeSessionsSuccess,
    UnauthenticatedErrorRef,
    InvalidInputErrorRef,
    IssuerUnavailableErrorRef,
  ],
  resolveType: resultType<SessionsRevoked>(() => 'RevokeSessionsSuccess') as never,
});

builder.mutationField('revokeSessions', (t) =>
  t.field({
    type: RevokeSessionsResult,
    description:
      'Ends native sessions: one, all others, or all. For the user (access token) or a trusted back end (service key).',
    args: {
      input: t.arg({
        type: RevokeSessionsInput,
        required: true,
        description: 'Which sessions to end.',
      }),
    },
    resolve: (_root, { input }, { resolvers, call }) =>
      resolvers.revokeSessions(input, call) as never,
  }),
);
