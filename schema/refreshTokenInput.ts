import { builder } from './builder.ts';

const REFRESH_TOKEN = {
  required: true,
  description: 'The refresh token as last received.',
} as const;

const NativeRefreshInput = builder.inputType('NativeRefreshInput', {
  description: 'A refresh token of the native issuer.',
  fields: (t) => ({
    refreshToken: t.string(REFRESH_TOKEN),
  }),
});

const WalletKitNetwork = builder.enumType('WalletKitNetwork', {
  description: 'Which WalletKit. Sessions of one are unknown to the other.',
  values: {
    TESTNET: { description: 'https://testnet.walletkit.com, unless configured otherwise.' },
    MAINNET: { description: 'https://mainnet.walletkit.com, unless configured otherwise.' },
  } as const,
});

const WalletKitRefreshInput = builder.inputType('WalletKitRefreshInput', {
  description: 'A WalletKit session (POST /users/refresh-token).',
  fields: (t) => ({
    network: t.field({
      type: WalletKitNetwork,
      required: true,
      description: 'The network the session was made on.',
    }),
    projectId: t.id({
      description:
        'The WalletKit project. Null or left out: the project that the deployment is configured with.',
    }),
    sessionId: t.id({ required: true, description: 'The `id` of the session as last received.' }),
    refreshToken: t.string(REFRESH_TOKEN),
  }),
});

const CloudreveRefreshInput = builder.inputType('CloudreveRefreshInput', {
  description: 'A refresh token of a Cloudreve v4 site (POST /api/v4/session/token/refresh).',
  fields: (t) => ({
    site: t.id({
      description: 'Which configured site. May be null or left out where there is only one.',
    }),
    refreshToken: t.string(REFRESH_TOKEN),
  }),
});

const OAuth2RefreshInput = builder.inputType('OAuth2RefreshInput', {
  description: 'A refresh token of a configured OAuth 2.0 provider (RFC 6749 section 6).',
  fields: (t) => ({
    provider: t.id({ required: true, description: 'Which configured provider.' }),
    refreshToken: t.string(REFRESH_TOKEN),
    scope: t.stringList({
      description: 'A narrower scope to ask for. Null or left out: the scope already granted.',
    }),
  }),
});

/** Exactly one member names the issuer; `@oneOf` is put on it in subgraphSchema.ts. */
const createTokenInput = (name: string, description: string) =>
  builder.inputType(name, {
    description,
    fields: (t) => ({
      native: t.field({ type: NativeRefreshInput, description: 'The native issuer.' }),
      walletKit: t.field({
        type: WalletKitRefreshInput,
        description: 'WalletKit testnet or mainnet.',
      }),
      cloudreve: t.field({ type: CloudreveRefreshInput, description: 'A Cloudreve site.' }),
      oauth2: t.field({ type: OAuth2RefreshInput, description: 'An OAuth 2.0 provider.' }),
    }),
  });

/** A token to refresh. */
export const RefreshTokenInput = createTokenInput(
  'RefreshTokenInput',
  'The refresh token and where it comes from: exactly one member.',
);

/** The same members, to revoke instead of refresh. */
export const RevokeTokenInput = createTokenInput(
  'RevokeTokenInput',
  'The refresh token to end and where it comes from: exactly one member.',
);
