import type { TokenPair } from '../domain/grant.ts';
import { secondsUntil } from '../domain/secondsUntil.ts';
import { builder } from './builder.ts';
import { IssuerRef } from './issuer.ts';

/** What a client needs from any issuer. */
export const TokenPairRef = builder.interfaceRef<TokenPair>('TokenPair').implement({
  description:
    'What a client needs from any issuer: one fragment on it serves every success that carries tokens.',
  fields: (t) => ({
    issuer: t.expose('issuer', { type: IssuerRef, description: 'Who issued the tokens.' }),
    accessToken: t.string({
      description: 'The token to call APIs with, as `Authorization: Bearer …`. Treat it as opaque.',
      resolve: ({ accessToken }) => accessToken.reveal(),
    }),
    accessTokenExpiresAt: t.expose('accessTokenExpiresAt', {
      type: 'DateTime',
      description: 'When the access token expires, by the clock of its issuer.',
    }),
    accessTokenExpiresIn: t.int({
      description:
        'Whole seconds until the access token expires, counted from this reply; for clients whose clock is off. Never negative.',
      resolve: ({ accessTokenExpiresAt }, _args, { call }) =>
        secondsUntil(accessTokenExpiresAt, call.now()),
    }),
    refreshToken: t.string({
      description:
        'The refresh token to present next time. Store it before anything else: the presented one may be spent.',
      resolve: ({ refreshToken }) => refreshToken.reveal(),
    }),
    refreshTokenExpiresAt: t.expose('refreshTokenExpiresAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the refresh token expires. Null when the issuer does not say.',
    }),
    rotated: t.exposeBoolean('rotated', {
      description:
        'Whether the refresh token differs from the presented one. False when the issuer did not replace it: keep using it.',
    }),
  }),
});
