import type { IssuerFacts, IssuerKind } from '../domain/issuer.ts';
import { builder } from './builder.ts';

const kinds = {
  NATIVE: {
    description: 'The issuer built into this server; it signs and rotates its own tokens.',
  },
  WALLETKIT: { description: 'WalletKit, testnet or mainnet.' },
  CLOUDREVE: { description: 'A Cloudreve v4 site.' },
  OAUTH2: { description: 'An OAuth 2.0 token endpoint (RFC 6749).' },
} satisfies Record<IssuerKind, { description: string }>;

const IssuerKindRef = builder.enumType('IssuerKind', {
  description: 'The family of an issuer; it decides which member of RefreshTokenInput to send.',
  values: kinds,
});

/** An issuer as clients see it. */
export const IssuerRef = builder.objectRef<IssuerFacts>('Issuer').implement({
  description: 'Something that hands out and refreshes tokens.',
  fields: (t) => ({
    id: t.exposeID('id', {
      description:
        'Stable name: `native`, `walletkit-testnet`, `walletkit-mainnet`, `cloudreve:<site>` or `oauth2:<provider>`.',
    }),
    kind: t.expose('kind', { type: IssuerKindRef, description: 'The family it belongs to.' }),
    displayName: t.exposeString('displayName', { description: 'A name to show to people.' }),
    rotates: t.exposeBoolean('rotates', {
      description:
        'It replaces the refresh token at each refresh, so the new one has to be stored each time.',
    }),
    revokes: t.exposeBoolean('revokes', { description: '`revokeToken` works for it.' }),
    jwksUri: t.exposeString('jwksUri', {
      nullable: true,
      description:
        'Where the keys that verify its access tokens are published (RFC 7517). Null when they cannot be verified offline.',
    }),
  }),
});

const copy = (facts: IssuerFacts | null) => facts && { ...facts };

builder.asEntity(IssuerRef, {
  key: builder.selection<{ id: string }>('id'),
  // A copy: the entities resolver writes `__typename` on what it is given.
  resolveReference: ({ id }, { resolvers }) => copy(resolvers.issuer(id)),
});

builder.queryField('issuers', (t) =>
  t.field({
    type: [IssuerRef],
    description: 'Every issuer this deployment can refresh with, and what each of them can do.',
    resolve: (_root, _args, { resolvers }) => [...resolvers.issuers()],
  }),
);
