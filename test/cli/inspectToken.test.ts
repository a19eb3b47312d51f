import { describe, expect, it } from 'vitest';
import { secret } from '../../domain/secret.ts';
import { CLOCK_SKEW } from '../../issuer/clock.ts';
import { inspectToken } from '../../issuer/inspectToken.ts';
import { protectedHeader, signJws } from '../../issuer/signJws.ts';
import { claimsOf, DAY, ISSUER_URL, sharedKeys, T0, testIssuer } from '../issuer/issuerFixture.ts';

const t = testIssuer();
const { accessToken, refreshToken } = await t.issue();
const policy = { refreshTokenTtl: 14 * DAY * 1000, reuseGrace: 30_000, lostResponseWindow: 60_000 };
const parts = {
  ...sharedKeys,
  issuerUrl: ISSUER_URL,

  store: t.store,
  policy,
};
const inspect = (token: string) => inspectToken(secret(token), parts, T0);

const { refreshKey } = sharedKeys.rootSecret.at(T0);
const { alg, kid, key } = sharedKeys.signingKeys.signer(T0);
const refresh = (changes: object, header: object = {}) =>
  signJws(
    protectedHeader({ alg: 'HS256', typ: 'JWT', ...header }),
    { ...claimsOf(refreshToken.reveal()), ...changes },
    refreshKey,
  );
const access = (changes: object, header: object = {}) =>
  signJws(
    protectedHeader({ alg, kid, typ: 'at+jwt', ...header }),
    { ...claimsOf(accessToken.reveal()), ...changes },
    key,
  );

const LATE = T0 / 1000 + CLOCK_SKEW + 1;
const FOREIGN = 'of another issuer (ISSUER_URL)';
const FUTURE = 'from the future: the clocks differ';
const ODD = 'not as this server writes it';

const TOKENS: readonly [string, string, string][] = [
  ['a refresh token', await refresh({}), 'live'],
  ['one of another issuer', await refresh({ iss: 'https://old.example' }), FOREIGN],
  ['one whose issuer has a slash more', await refresh({ iss: `${ISSUER_URL}/` }), FOREIGN],
  ['one that is made later than any clock says', await refresh({ iat: LATE }), FUTURE],
  ['one that begins later than any clock says', await refresh({ nbf: LATE }), FUTURE],
  ['one that is expired', await refresh({ exp: T0 / 1000 }), 'expired'],
  ['one of another typ', await refresh({}, { typ: 'at+jwt' }), ODD],
  ['one without typ', await refresh({}, { typ: undefined }), ODD],
  ['one of half a generation', await refresh({ gen: 0.5 }), ODD],
  ['one without exp', await refresh({ exp: undefined }), ODD],
  ['one of no session', await refresh({ sid: 'nobody' }), 'unknown session'],
  ['one that is ahead', await refresh({ gen: 1 }), 'ahead of the store'],
  ['one of another state', await refresh({ state_hash: 'AA' }), 'of an earlier state of its user'],
  ['an access token', await access({}), 'live'],
  ['an access token of another issuer', await access({ iss: 'https://old.example' }), FOREIGN],
  ['an access token for others only', await access({ aud: ['https://api.example'] }), ODD],
  ['an access token of another typ', await access({}, { typ: 'JWT' }), ODD],
  ['an access token from the future', await access({ nbf: LATE }), FUTURE],
  ['an access token that is expired', await access({ exp: T0 / 1000 }), 'expired'],
  ['an access token of another user', await access({ sub: 'bob' }), 'ended'],
  ['an access token of no session', await access({ sid: 'nobody' }), 'unknown session'],
];

describe('an inspection', () => {
  it.each(TOKENS)('says of %s what becomes of it', async (_name, token, standing) => {
    expect(await inspect(token)).toMatchObject({ signature: 'valid', standing });
  });

  it.each(TOKENS)('calls %s live just where the server does', async (_name, token) => {
    const isLive = (await t.issuer.introspect(secret(token), t.call)) !== null;
    expect((await inspect(token)).standing === 'live').toBe(isLive);
  });

  it('changes nothing: the token is live as before', async () => {
    expect((await t.refresh(refreshToken.reveal())) as object).not.toHaveProperty('code');
  });
});
