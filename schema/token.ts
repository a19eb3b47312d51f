import type { TokenGrant } from '../domain/grant.ts';
import { builder } from './builder.ts';
import { TokenPairRef } from './tokenPair.ts';
import { UserRef } from './user.ts';

/** A pair of an issuer that hands out bare tokens. */
export const TokenRef = builder.objectRef<TokenGrant>('Token').implement({
  description:
    'A new pair from an issuer that hands out bare tokens: native, Cloudreve, OAuth 2.0.',
  interfaces: [TokenPairRef],
  fields: (t) => ({
    scope: t.stringList({
      nullable: true,
      description:
        'What the access token allows (RFC 6749 section 3.3). Null when the issuer does not say.',
      resolve: ({ scope }) => scope && [...scope],
    }),
    user: t.field({
      type: UserRef,
      nullable: true,
      description: "The native issuer's user; null for a token of another issuer.",
      resolve: ({ userId }) => (userId === null ? null : { id: userId }),
    }),
  }),
});
