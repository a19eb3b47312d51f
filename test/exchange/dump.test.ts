import { createSecretKey, hkdfSync } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { identify } from '../../adapters/exchange/identify.ts';
import { unseal } from '../../adapters/exchange/seal.ts';
import { secret } from '../../domain/secret.ts';
import { replyFile } from '../../issuer/store/replies/openReplyDatabase.ts';
import { startOidcProvider } from '../support/oidcProvider.ts';
import { startTestServer } from '../support/startTestServer.ts';
import { tempDir } from '../support/tempDir.ts';
import { facadeEnv, pairOf, refreshAt } from './oauthFacade.ts';

const ROOT_SECRET = 'a root secret that is stolen with the store 0123456789';

/** Who has stolen the root secret can do what the program does at its start. */
const rootKey = () =>
  createSecretKey(Buffer.from(hkdfSync('sha256', ROOT_SECRET, '', 'refreshql/v1/exchange', 32)));

async function refreshOnce(dataDir: string) {
  await using idp = await startOidcProvider();
  const env = facadeEnv(idp.tokenEndpoint, { ROOT_SECRET });
  await using server = await startTestServer({ env, dataDir });
  const token = await idp.newRefreshToken();
  const pair = pairOf(await refreshAt(server.url, token, ['openid', 'api:read']));
  const guess = await refreshAt(server.url, 'refused-token-0123456789');
  expect(pairOf(guess)).toBe('TOKEN_INVALID');
  return { token, pair: pair.split(' ') };
}

describe('a stolen store', () => {
  it('holds no token, no scope and nothing that the root secret opens', async () => {
    await using dir = await tempDir();
    const { token, pair } = await refreshOnce(dir.path);
    const files = (await readdir(dir.path)).filter((name) => name.startsWith('refreshql.db'));
    expect(files).toEqual(expect.arrayContaining(['refreshql.db', 'refreshql.db-replies']));
    const bytes = Buffer.concat(
      await Promise.all(files.map((name) => readFile(join(dir.path, name)))),
    );
    expect(bytes.includes('CREATE TABLE replies')).toBe(true);
    for (const text of [token, ...pair, 'refused-token-0123456789', 'api:read', 'oauth2:idp']) {
      expect(bytes.includes(text)).toBe(false);
    }
  });

  it('opens to the bearer of the token, and to nobody who only has the root secret', async () => {
    await using dir = await tempDir();
    const { token, pair } = await refreshOnce(dir.path);
    using db = new DatabaseSync(replyFile(join(dir.path, 'refreshql.db')));
    const rows = db.prepare("SELECT * FROM replies WHERE state = 'kept'").all();
    expect(rows).toHaveLength(1);
    const row = rows[0] as unknown as { key: string; binding: string; sealed: Uint8Array };
    const open = (presented: string) => {
      const id = identify(rootKey(), 'oauth2:idp', { refreshToken: secret(presented) });
      return unseal(row, id.sealingKey, row.sealed);
    };
    expect(open(token)).toContain(pair[0]);
    // Everything that is stored or configured, tried as if it were the token.
    for (const known of ['', ROOT_SECRET, row.key, row.binding, pair[1]!]) {
      expect(open(known)).toBeNull();
    }
    expect(unseal(row, rootKey(), row.sealed)).toBeNull();
  });
});
