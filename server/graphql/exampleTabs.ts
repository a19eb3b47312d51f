import type { GraphiQLOptions } from 'graphql-yoga';
import type { Secret } from '../../domain/secret.ts';

/** A WalletKit session to refresh in an example. */
export interface WalletKitExample {
  readonly projectId?: string;
  readonly sessionId: string;
  readonly refreshToken: Secret;
}

/** What the examples are run with. */
export interface ExampleCredentials {
  readonly refreshToken: Secret;
  readonly accessToken: Secret;
  readonly walletKit: Readonly<Record<'TESTNET' | 'MAINNET', WalletKitExample>>;
}

const REFUSAL = `    ... on RefreshError {
      code
      message
      retryable
      reauthenticate
      correlationId
    }`;

const refresh = (name: string, comment: string, success: string) => `# ${comment}
mutation ${name}($input: RefreshTokenInput!) {
  refreshToken(input: $input) {
    __typename
    ... on TokenPair {
      issuer {
        id
      }
      accessToken
      accessTokenExpiresIn
      refreshToken
      refreshTokenExpiresAt
      rotated
    }
${success}
${REFUSAL}
  }
}
`;

const NATIVE = refresh(
  'RefreshNative',
  'The refresh token below is live. Press play!',
  `    ... on Token {
      user {
        id
      }
    }`,
);

const walletKit = (network: string) =>
  refresh(
    `Refresh${network}`,
    `A WalletKit session on ${network.toLowerCase()}.`,
    `    ... on Session {
      id
      createdAt
      userId
    }`,
  );

const ISSUERS = `# Every issuer that tokens can be refreshed with.
query Issuers {
  issuers {
    id
    kind
    displayName
    rotates
    revokes
    jwksUri
  }
}
`;

const VIEWER = `# Who you are: the access token is under Headers.
query Viewer {
  viewer {
    id
    activeSessions(first: 10) {
      id
      current
      createdAt
      lastRefreshedAt
      expiresAt
      userAgent
    }
  }
}
`;

/** The tabs the playground opens on: each runs as it is. */
export function exampleTabs(
  credentials: ExampleCredentials,
): NonNullable<GraphiQLOptions['defaultTabs']> {
  const { refreshToken, accessToken } = credentials;
  return [
    { query: NATIVE, variables: input({ native: { refreshToken: refreshToken.reveal() } }) },
    { query: walletKit('Testnet'), variables: walletKitInput(credentials, 'TESTNET') },
    { query: walletKit('Mainnet'), variables: walletKitInput(credentials, 'MAINNET') },
    { query: ISSUERS },
    {
      query: VIEWER,
      headers: JSON.stringify({ authorization: `Bearer ${accessToken.reveal()}` }, null, 2),
    },
  ];
}

const input = (value: object) => JSON.stringify({ input: value }, null, 2);

function walletKitInput(
  { walletKit: examples }: ExampleCredentials,
  network: 'TESTNET' | 'MAINNET',
): string {
  const { refreshToken, ...rest } = examples[network];
  return input({ walletKit: { network, ...rest, refreshToken: refreshToken.reveal() } });
}
