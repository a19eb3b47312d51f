import type { Grant } from '../domain/grant.ts';
import { builder } from './builder.ts';
import {
  InvalidInputErrorRef,
  InvalidRefreshTokenErrorRef,
  IssuerRejectedErrorRef,
  IssuerUnavailableErrorRef,
  RateLimitedErrorRef,
} from './refreshError.ts';
import { RefreshTokenInput } from './refreshTokenInput.ts';
import { resultType } from './resultType.ts';
import { SessionRef } from './session.ts';
import { TokenRef } from './token.ts';

const RefreshTokenResult = builder.unionType('RefreshTokenResult', {
  description:
    'A new pair (a TokenPair: Token or Session), or a refusal (a RefreshError) that says whether to retry or to sign in again.',
  types: [
    TokenRef,
    SessionRef,
    InvalidRefreshTokenErrorRef,
    InvalidInputErrorRef,
    RateLimitedErrorRef,
    IssuerUnavailableErrorRef,
    IssuerRejectedErrorRef,
  ],
  resolveType: resultType<Grant>(({ kind }) => kind) as never,
});

builder.mutationField('refreshToken', (t) =>
  t.field({
    type: RefreshTokenResult,
    description:
      'Exchanges a refresh token for a new pair at its issuer (RFC 6749 section 6). Public: needs no access token, and a bad or expired Authorization header never makes it fail. Once per operation.',
    args: {
      input: t.arg({
        type: RefreshTokenInput,
        required: true,
        description: 'The refresh token and its issuer.',
      }),
    },
    resolve: (_root, { input }, { resolvers, call }) =>
      resolvers.refreshToken(input, call) as never,
  }),
);
