import { createSecretKey, generateKeyPairSync, hash, randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { signByOpenSsl } from '../../issuer/signEd25519.ts';
import { createBareServer } from './floor/createBareServer.ts';
import {
  createEdDsaSigner,
  createHs256Signer,
  type Signer,
  signHs256,
  verifyHs256,
} from './floor/jwt.ts';
import { openBareStore, type Row } from './floor/openBareStore.ts';
import { announce, listen, subjectOptions } from './subject.ts';

// The floor: what one would write by hand for this one request, with the same cryptography (Ed25519 by RefreshQL's own
// signEd25519.ts), the same claims and the same durability. `settings`: `signer` is `openssl` to sign as one would write
// it first, with node:crypto, or `hs256` for access tokens with an HMAC.
// It leaves out what makes RefreshQL safe to run: GraphQL (parsing, validation, any other selection), rate limits, limits
// and checks of the request, canonical base64url and the claims' schema, the reuse grace, lost responses, ending a session
// whose token was reused, revocation, user versions, the indexes for listing and purging, the log, the metrics, the
// correlation id, masking of errors, the reply's headers against caches, sniffing and framing, and the second face for
// whatever is not a plain POST. It also leaves out what makes RefreshQL faster: what arrives in one turn of the event loop shares a commit,
// which waits for no more to gather, and replies are sent one by one, not together.
const DAY = 86_400_000;
const { dir, seeds, settings } = subjectOptions();
const store = openBareStore(join(dir, 'floor.db'));
const key = createSecretKey(randomBytes(32));
const signAccess = createSigner(settings['signer']);

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

function createSigner(signer: string | undefined): Signer {
  const kid = randomUUID();
  if (signer === 'hs256') return createHs256Signer(kid, createSecretKey(randomBytes(32)));
  const { privateKey } = generateKeyPairSync('ed25519');
  return createEdDsaSigner(kid, privateKey, signer === 'openssl' ? signByOpenSsl : undefined);
}

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
