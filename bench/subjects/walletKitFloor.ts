import { Pool } from 'undici';
import { createBareServer, type Input } from './floor/createBareServer.ts';
import { announce, listen, subjectOptions } from './subject.ts';

// The floor: a proxy for this one request, with undici's Pool.request. It leaves out GraphQL, all checks of the request
// and of the reply beside its status, the deadline, the body limit, what a failure means for the token, the log, the metrics and the correlation id
// that goes upstream.
const { upstreamUrl } = subjectOptions();
const pool = new Pool(upstreamUrl ?? '', { connections: 64 });
announce({ url: await listen(createBareServer(forward)), seeds: [] });

async function forward({ walletKit = {} }: Input): Promise<object | null> {
  const { projectId = '', sessionId, refreshToken } = walletKit;
  const { statusCode, body } = await pool.request({
    path: '/users/refresh-token',
    method: 'POST',
    headers: { 'content-type': 'application/json', 'X-WalletKit-Project-ID': projectId },
    body: JSON.stringify({ session_id: sessionId, refresh_token: refreshToken }),
  });
  const session = (await body.json()) as Record<string, string>;
  return statusCode === 200 ? toSession(session) : null;
}

function toSession(session: Record<string, string>) {
  const expiresAt = new Date(session['access_token_expires_at'] ?? '');
  return {
    __typename: 'Session',
    issuer: { id: 'walletkit-testnet' },
    accessToken: session['access_token'],
    accessTokenExpiresAt: expiresAt,
    accessTokenExpiresIn: Math.floor((expiresAt.getTime() - Date.now()) / 1000),
    refreshToken: session['refresh_token'],
    refreshTokenExpiresAt: new Date(session['refresh_token_expires_at'] ?? ''),
    rotated: true,
  };
}
