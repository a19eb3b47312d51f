import type { TokenGrant } from '../domain/grant.ts';
import { builder } from './builder.ts';
import {
  InvalidInputErrorRef,
  IssuerUnavailableErrorRef,
  RateLimitedErrorRef,
  UnauthenticatedErrorRef,
} from './refreshError.ts';
import { resultType } from './resultType.ts';
import { TokenRef } from './token.ts';

const IssueTokenInput = builder.inputType('IssueTokenInput', {
  description: 'Who signs in, and what the session is for.',
  fields: (t) => ({
    userId: t.id({
      required: true,
      description: 'The subject (`sub`) of the tokens, 1 to 256 characters.',
    }),
    scope: t.stringList({
      description: 'What the access tokens allow, at most 64 scopes. Null or left out: no scope.',
    }),
    audience: t.stringList({
      description:
        'Who the access tokens are for beside the issuer itself (`aud`), at most 16, and together with the scope at most 3072 bytes of JSON. Null or left out: nobody else.',
    }),
    userAgent: t.string({
      description: 'The device, for the list of sessions; at most 512 characters.',
    }),
    ipAddress: t.string({ description: 'The IPv4 or IPv6 address, for the list of sessions.' }),
  }),
});

const IssueTokenResult = builder.unionType('IssueTokenResult', {
  description: "A new session's first pair, or a refusal.",
  types: [
    TokenRef,
    UnauthenticatedErrorRef,
    InvalidInputErrorRef,
    RateLimitedErrorRef,
    IssuerUnavailableErrorRef,
  ],
  resolveType: resultType<TokenGrant>(() => 'Token') as never,
});

builder.mutationField('issueToken', (t) =>
  t.field({
    type: IssueTokenResult,
    description:
      'Starts a session of the native issuer. For a trusted back end: needs the service key in the `X-Service-Key` header.',
    args: {
      input: t.arg({ type: IssueTokenInput, required: true, description: 'Who signs in.' }),
    },
    resolve: (_root, { input }, { resolvers, call }) => resolvers.issueToken(input, call) as never,
  }),
);
