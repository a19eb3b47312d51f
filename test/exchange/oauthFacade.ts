import { RefreshToken } from '../documents/refreshToken.ts';
import { request } from '../support/graphqlClient.ts';
import { CLIENT_SECRET } from '../support/oidcProvider.ts';

/** The settings of a façade before one authorization server, called `idp`. */
export const facadeEnv = (tokenEndpoint: string, more: Record<string, string> = {}) => ({
  OAUTH2_PROVIDERS: JSON.stringify({
    idp: {
      tokenEndpoint,
      revocationEndpoint: `${tokenEndpoint}/revocation`,
      clientId: 'client_secret_basic',
      clientSecret: CLIENT_SECRET,
    },
  }),
  RATE_LIMITS: 'off',
  ROOT_SECRET: 'a root secret that all the façades share 0123456789',
  ...more,
});

/** Refreshes at `idp` through the façade. */
export async function refreshAt(url: string, refreshToken: string, scope?: string[]) {
  const oauth2 = { provider: 'idp', refreshToken, ...(scope && { scope }) };
  return (await request(url, RefreshToken, { input: { oauth2 } })).refreshToken;
}

type Result = Awaited<ReturnType<typeof refreshAt>>;

/** The pair, or the code of the refusal. */
export function pairOf(result: Result) {
  if (result.__typename !== 'Token') return 'code' in result ? result.code : result.__typename;
  const { accessToken, refreshToken } = result;
  return `${accessToken} ${refreshToken}`;
}

/** The refresh token to present next; fails on a refusal. */
export function nextOf(result: Result): string {
  if (result.__typename !== 'Token') throw new Error(JSON.stringify(result));
  return result.refreshToken;
}
