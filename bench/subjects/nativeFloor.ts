import { createSecretKey, generateKeyPairSync, hash, randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { createBareServer } from './floor/createBareServer.ts';
import { createEdDsaSigner, signHs256, verifyHs256 } from './floor/jwt.ts';
import { openBareStore, type Row } from './floor/openBareStore.ts';
import { announce, listen, subjectOptions } from './subject.ts';

// The floor: what one would write by hand for this one request, with the same cryptography, the same claims and the
// same durability. It leaves out what makes RefreshQL safe to run: GraphQL (parsing, validation, any other selection),
// limits and checks of the request, canonical base64url and the claims' schema, the reuse grace, lost responses, ending a
// session whose token was reused, revocation, user versions, the indexes for listing and purging, the log, the metrics,
// the correlation id, masking of errors and the second face for whatever is not a plain POST.
const DAY = 86_400_000;
const { dir, seeds } = subjectOptions();
const store = openBareStore(join(dir, 'floor.db'));
const key = createSecretKey(randomBytes(32));
const signAccess = createEdDsaSigner(randomUUID(), generateKeyPairSync('ed25519').privateKey);

const url = await listen(
  createBareServer(async ({ native }) => {
    const claims = verifyHs256(native?.['refreshToken'] ?? '', key);
    const now = Date.now();
    if (claims === null || Number(claims['exp']) * 1000 <= now) return null;
    const sid = String(claims['sid']);
    const row = await store.rotate(sid, Number(claims['gen']), now, now + 14 * DAY);
    return row === null ? null : grant(sid, row);
  }),
);
announce({ url, seeds: Array.from({ length: seeds }, (_, index) => seed(`user-${index}`)) });

function grant(sid: string, row: Row) {
  const exp = seconds(row.generation_at) + 3600;
  return {
    __typename: 'Token',
    issuer: { id: 'native' },
    accessToken: accessToken(sid, row, exp),
    accessTokenExpiresAt: new Date(exp * 1000),
    accessTokenExpiresIn: 3600,
    refreshToken: refreshToken(sid, row),
    refreshTokenExpiresAt: new Date(row.expires_at),
    rotated: true,
  };
}

function accessToken(sid: string, { user_id, generation_at }: Row, exp: number): string {
  const iat = seconds(generation_at);
  const [token_type, client_id, jti] = ['access', 'refreshql', randomUUID()];
  return signAccess({
    token_type,
    iss: url,
    sub: user_id,
    aud: url,
    client_id,
    iat,
    nbf: iat,
    exp,
    jti,
    sid,
  });
}

function refreshToken(
  sid: string,
  { user_id, generation, generation_at, expires_at }: Row,
): string {
  const iat = seconds(generation_at);
  const [token_type, exp] = ['refresh', seconds(expires_at)];
  const state_hash = hash('sha256', JSON.stringify([user_id, 0]), 'base64');
  const claims = { token_type, sub: user_id, iss: url, iat, nbf: iat, exp, state_hash };
  return signHs256({ ...claims, sid, gen: generation }, key);
}

function seed(user_id: string) {
  const [sid, now] = [randomUUID(), Date.now()];
  const expires_at = now + 14 * DAY;
  store.open(sid, user_id, expires_at);
  const first = refreshToken(sid, { user_id, generation: 0, generation_at: now, expires_at });
  return { native: { refreshToken: first } };
}

function seconds(time: number): number {
  return Math.floor(time / 1000);
}
