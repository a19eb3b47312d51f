import { RefreshToken } from '../documents/refreshToken.ts';
import { IssueToken } from '../documents/sessions.ts';
import { asService, request } from './graphqlClient.ts';

/** Signs a user in as a trusted back end would, and gives the first pair. */
export async function signIn(url: string, userId = 'user-1', more: object = {}) {
  const { issueToken } = await request(url, IssueToken, { input: { userId, ...more } }, asService);
  if (issueToken.__typename !== 'Token') throw new Error(issueToken.__typename);
  return issueToken;
}

/** Refreshes at the native issuer. */
export async function refresh(url: string, refreshToken: string) {
  const data = await request(url, RefreshToken, { input: { native: { refreshToken } } });
  return data.refreshToken;
}

/** Refreshes and expects a Token. */
export async function refreshed(url: string, refreshToken: string) {
  const result = await refresh(url, refreshToken);
  if (result.__typename !== 'Token') throw new Error(JSON.stringify(result));
  return result;
}
