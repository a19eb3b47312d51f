import { randomUUID } from 'node:crypto';
import type { Call } from '../domain/call.ts';
import type { TokenGrant } from '../domain/grant.ts';
import type { NativeIssuer } from '../domain/nativeIssuer.ts';
import { isRefreshError } from '../domain/refreshError.ts';
import { secret } from '../domain/secret.ts';
import type { Config } from './config.ts';
import type { ExampleCredentials, WalletKitExample } from './graphql/exampleTabs.ts';

const USER_ID = 'demo';
const KEPT = 5;

/** The WalletKit sessions that the examples show. */
export type WalletKitExamples = ExampleCredentials['walletKit'];

/** Live credentials for the playground: each load of the page is a sign-in of the user `demo`. Development only. */
export async function demoCredentials(
  native: NativeIssuer,
  walletKit: WalletKitExamples,
  call: Call,
): Promise<ExampleCredentials> {
  await endOldest(native, call);
  const { accessToken, refreshToken } = await signIn(native, call);
  return { accessToken, refreshToken, walletKit };
}

async function signIn(native: NativeIssuer, call: Call): Promise<TokenGrant> {
  const grant = await native.issue(
    {
      userId: USER_ID,
      scope: null,
      audience: [],
      userAgent: 'GraphiQL',
      ipAddress: call.ipAddress,
    },
    call,
  );
  if (isRefreshError(grant)) throw new Error(grant.message, { cause: grant.cause });
  return grant;
}

/** Reloading the page for a year must not fill the store. */
async function endOldest(native: NativeIssuer, call: Call): Promise<void> {
  const found = await native.activeSessions([USER_ID], 100, call);
  if (isRefreshError(found)) return;
  const old = (found.get(USER_ID) ?? []).slice(KEPT - 1);
  await Promise.all(old.map(({ id }) => native.revokeSessions({ sessionId: id }, call)));
}

/** Placeholders: WalletKit does not know them and says so, as a typed refusal. */
export function placeholderExamples({ walletKitProjectId }: Config): WalletKitExamples {
  const example = (): WalletKitExample => ({
    ...(walletKitProjectId === null ? { projectId: randomUUID() } : {}),
    sessionId: 'the id of your session',
    refreshToken: secret('its refresh token'),
  });
  return { TESTNET: example(), MAINNET: example() };
}
