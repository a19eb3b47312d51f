type Members = Readonly<Record<string, string>>;

/** The call that an input stands for, as undici takes it. */
export function toWalletKitRequest({ projectId = '', sessionId, refreshToken }: Members) {
  return {
    path: '/users/refresh-token',
    method: 'POST' as const,
    headers: { 'content-type': 'application/json', 'X-WalletKit-Project-ID': projectId },
    body: JSON.stringify({ session_id: sessionId, refresh_token: refreshToken }),
  };
}

/** What is asked of the success type, read by hand from WalletKit's reply. */
export function toSession(session: Members) {
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
