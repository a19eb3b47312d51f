import { RefreshToken } from '../documents/refreshToken.ts';
import type { RefreshTokenInput } from '../gql/graphql.ts';
import { request } from '../support/graphqlClient.ts';

/** A reply as it came over HTTP. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

/** Sends JSON. */
export const sendJson = (
  url: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
  method = 'POST',
) =>
  answered(
    fetch(url, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    }),
  );

/** Sends a form. */
export const sendForm = (
  url: string,
  fields: Readonly<Record<string, string>> | readonly (readonly [string, string])[],
  headers: Readonly<Record<string, string>> = {},
) => {
  const body = new URLSearchParams(fields as Record<string, string>);
  return answered(fetch(url, { method: 'POST', headers, body }));
};

async function answered(sent: Promise<Response>): Promise<Answer> {
  const response = await sent;
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text === '' ? {} : JSON.parse(text),
  };
}

/** What a refresh came to, in the clothes of its face. `token` is the new refresh token, where there is one. */
export interface Result {
  readonly token: string | null;
  readonly clothes: Record<string, unknown>;
  readonly retryAfter: string | null;
}

type Native = (url: string, refreshToken: string) => Promise<Result>;

const byGraphQL = async (url: string, input: RefreshTokenInput): Promise<Result> => {
  const { refreshToken } = await request(url, RefreshToken, { input });
  return dressed(refreshToken as unknown as Record<string, unknown>);
};

const byTrpc = async (url: string, input: object): Promise<Result> => {
  const { body } = await sendJson(`${url}/trpc/refreshToken`, input);
  return dressed((body['result'] as { data: Record<string, unknown> }).data);
};

/** GraphQL and tRPC say the same words. */
function dressed(result: Record<string, unknown>): Result {
  const { __typename, code, refreshToken, retryAfter } = result;
  return {
    token: (refreshToken as string | undefined) ?? null,
    clothes: { __typename, ...(code === undefined ? {} : { code }) },
    retryAfter: typeof retryAfter === 'number' ? String(retryAfter) : null,
  };
}

/** Every face of the native issuer. */
export const nativeFaces = {
  graphql: (url, refreshToken) => byGraphQL(url, { native: { refreshToken } }),
  sessionToken: async (url, refresh_token) => {
    const { status, headers, body } = await sendJson(`${url}/session/token/refresh`, {
      refresh_token,
    });
    const data = body['data'] as { refresh_token: string } | undefined;
    return {
      token: data?.refresh_token ?? null,
      clothes: { status, code: body['code'] },
      retryAfter: headers.get('retry-after'),
    };
  },
  oauth2: async (url, refresh_token) => {
    const { status, headers, body } = await sendForm(`${url}/oauth2/token`, {
      grant_type: 'refresh_token',
      refresh_token,
    });
    return {
      token: (body['refresh_token'] as string | undefined) ?? null,
      clothes: { status, ...('error' in body ? { error: body['error'] } : {}) },
      retryAfter: headers.get('retry-after'),
    };
  },
  trpc: (url, refreshToken) => byTrpc(url, { native: { refreshToken } }),
} satisfies Record<string, Native>;

/** A WalletKit session to refresh. */
export interface WalletKitSession {
  readonly projectId: string;
  readonly sessionId: string;
  readonly refreshToken: string;
}

/** Every face of WalletKit testnet. */
export const walletKitFaces = {
  graphql: (url, session) => byGraphQL(url, { walletKit: { network: 'TESTNET', ...session } }),
  walletKit: async (url, { projectId, sessionId: session_id, refreshToken: refresh_token }) => {
    const { status, headers, body } = await sendJson(
      `${url}/walletkit/testnet/users/refresh-token`,
      { session_id, refresh_token },
      { 'X-WalletKit-Project-ID': projectId },
    );
    return {
      token: (body['refresh_token'] as string | undefined) ?? null,
      clothes: { status, ...('error' in body ? { code: body['code'] } : {}) },
      retryAfter: headers.get('retry-after'),
    };
  },
  trpc: (url, session) => byTrpc(url, { walletKit: { network: 'TESTNET', ...session } }),
} satisfies Record<string, (url: string, session: WalletKitSession) => Promise<Result>>;
