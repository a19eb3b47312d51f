import type { Revocation } from '../resolvers/revokeToken.ts';
import { builder } from './builder.ts';
import { IssuerRef } from './issuer.ts';
import {
  InvalidInputErrorRef,
  IssuerRejectedErrorRef,
  IssuerUnavailableErrorRef,
  RateLimitedErrorRef,
} from './refreshError.ts';
import { RevokeTokenInput } from './refreshTokenInput.ts';
import { resultType } from './resultType.ts';

const RevokeTokenSuccess = builder.objectRef<Revocation>('RevokeTokenSuccess').implement({
  description:
    'The refresh token stands for nothing any more; or never did (RFC 7009 section 2.2).',
  fields: (t) => ({
    issuer: t.expose('issuer', { type: IssuerRef, description: 'The issuer that was asked.' }),
  }),
});

const RevokeTokenResult = builder.unionType('RevokeTokenResult', {
  description: 'The token is ended, or a refusal that says why not.',
  types: [
    RevokeTokenSuccess,
    InvalidInputErrorRef,
    RateLimitedErrorRef,
    IssuerUnavailableErrorRef,
    IssuerRejectedErrorRef,
  ],
  resolveType: resultType<Revocation>(() => 'RevokeTokenSuccess') as never,
});

builder.mutationField('revokeToken', (t) =>
  t.field({
    type: RevokeTokenResult,
    description:
      'Ends what a refresh token stands for, at its issuer. An unknown token is a success (RFC 7009). Works where `Issuer.revokes` is true.',
    args: {
      input: t.arg({
        type: RevokeTokenInput,
        required: true,
        description: 'The refresh token and its issuer.',
      }),
    },
    resolve: (_root, { input }, { resolvers, call }) => resolvers.revokeToken(input, call) as never,
  }),
);
