import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { calculateJwkThumbprint, createLocalJWKSet, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { secret } from '../../domain/secret.ts';
import { loadRootSecret } from '../../issuer/keys/rootSecret.ts';
import { loadSigningKeys } from '../../issuer/keys/signingKeys.ts';
import type { JwsAlgorithm } from '../../issuer/verifyJws.ts';
import { tempDir } from '../support/tempDir.ts';
import { claimsOf, ISSUER_URL, sharedKeys, T0, testIssuer } from './issuerFixture.ts';
import { generateJwk, generateJwkSet } from './jwkSets.ts';

const { rootSecret } = sharedKeys;
const load = (json: string, alg: JwsAlgorithm = 'EdDSA') =>
  loadSigningKeys({ value: secret(json), alg, dataDir: tmpdir(), rootSecret });
const setOf = (...keys: readonly object[]) => JSON.stringify({ keys });

describe('signing keys', () => {
  it.each(['EdDSA', 'ES256', 'RS256'] as const)(
    'signs %s access tokens that anyone can verify with the published keys',
    async (alg) => {
      const signingKeys = await load(await generateJwkSet(alg), alg);
      const t = testIssuer({ signingKeys });
      const token = (await t.issue()).accessToken;
      const { payload, protectedHeader } = await jwtVerify(
        token.reveal(),
        createLocalJWKSet(t.issuer.jwks(T0)),
        { issuer: ISSUER_URL, audience: ISSUER_URL, typ: 'at+jwt', currentDate: new Date(T0) },
      );
      expect(payload).toMatchObject({ sub: 'ada', token_type: 'access', client_id: 'refreshql' });
      expect(protectedHeader).toEqual({
        alg,
        typ: 'at+jwt',
        kid: await calculateJwkThumbprint(t.issuer.jwks(T0).keys[0]!),
      });
      expect(await t.issuer.authenticate(token, t.call)).toMatchObject({ userId: 'ada' });
    },
  );
  it('publishes nothing for HS256, and says so in the facts', async () => {
    const signingKeys = await loadSigningKeys({ alg: 'HS256', dataDir: tmpdir(), rootSecret });
    const t = testIssuer({ signingKeys });
    const grant = await t.issue();
    expect(t.issuer.jwks(T0)).toEqual({ keys: [] });
    expect(t.issuer.facts.jwksUri).toBeNull();
    expect(await t.issuer.authenticate(grant.accessToken, t.call)).toMatchObject({ userId: 'ada' });
    expect(await t.refresh(grant.accessToken.reveal())).toMatchObject({ code: 'TOKEN_INVALID' });
    expect(await t.issuer.authenticate(grant.refreshToken, t.call)).toBeNull();
  });
  it('signs with the first key and verifies with all, also across algorithms', async () => {
    const [old, next] = [await generateJwk('EdDSA'), await generateJwk('ES256')];
    const before = testIssuer({ signingKeys: await load(setOf(old, next)) });
    const { d: _, ...retired } = old;
    const signingKeys = await load(setOf(next, retired), 'ES256');
    const after = testIssuer({ signingKeys, store: before.store });
    const { accessToken } = await before.issue();
    expect(await after.issuer.authenticate(accessToken, after.call)).not.toBeNull();
    const dropped = testIssuer({
      signingKeys: await load(setOf(next), 'ES256'),
      store: before.store,
    });
    expect(await dropped.issuer.authenticate(accessToken, dropped.call)).toBeNull();
  });
  it('never publishes a private member', async () => {
    const keys = await Promise.all(['EdDSA', 'ES256', 'RS256'].map((alg) => generateJwk(alg)));
    const { jwks } = await load(setOf(...keys));
    const members = new Set(jwks(T0).keys.flatMap((key) => Object.keys(key)));
    expect(members).toEqual(new Set(['kty', 'crv', 'x', 'y', 'n', 'e', 'kid', 'alg', 'use']));
  });
  it('names the audiences of the session beside the issuer, and its scope', async () => {
    const t = testIssuer();
    const audience = ['https://api.example', ISSUER_URL];
    const grant = await t.issuer.issue({ ...t.session, audience, scope: ['a', 'b'] }, t.call);
    const claims = 'kind' in grant ? claimsOf(grant.accessToken.reveal()) : {};
    expect(claims).toMatchObject({ aud: [ISSUER_URL, 'https://api.example'], scope: 'a b' });
    expect(claimsOf((await t.issue()).accessToken.reveal())).toMatchObject({ aud: ISSUER_URL });
  });
});

describe('bad keys', async () => {
  const ed = await generateJwk('EdDSA');
  const other = await generateJwk('EdDSA');
  const { d: _, ...publicOnly } = ed;
  const [rsa, foreign] = [await generateJwk('RS256'), await generateJwk('RS256')];
  const cases: readonly [string, string, RegExp][] = [
    ['no JSON', '{"keys": [secret-', /not valid JSON/],
    ['no set', '[]', /JWK Set/],
    ['an empty set', setOf(), /JWK Set.*keys/],
    ['no private part', setOf(publicOnly), /key 1 .*private part is missing/],
    ['another algorithm', setOf(await generateJwk('ES256')), /key 1 is for ES256, but EdDSA/],
    ['another curve', setOf(await generateJwk('ES384')), /wrong: keys\.0\.crv/],
    ['a wrong "alg"', setOf({ ...ed, alg: 'ES256' }), /key 1 is not a key for its "alg"/],
    ['an encryption key', setOf({ ...ed, use: 'enc' }), /keys\.0\.use/],
    ['a secret key', setOf({ kty: 'oct', k: 'c2VjcmV0' }), /wrong: keys\.0/],
    ['halves of two keys', setOf({ ...ed, d: other.d }), /key 1 (has a private|cannot be read)/],
    ['the modulus of another', setOf({ ...rsa, n: foreign.n }), /key 1 has a private part that/],
    ['rubbish for a key', setOf({ ...ed, x: 'rubbish' }), /key 1 cannot be read/],
    ['one key twice', setOf(ed, ed), /same key twice/],
    ['a weak second key', setOf(ed, await weakRsaKey()), /key 2 has less than 2048 bits/],
  ];
  it.each(cases)('are refused without quoting them: %s', async (_name, json, message) => {
    const error = await load(json).catch((it) => it);
    expect(error).toBeInstanceOf(Error);
    expect(error.message).toMatch(message);
    for (const value of [ed.d, ed.x, other.d, rsa.d, 'secret-', 'rubbish', 'c2VjcmV0']) {
      expect(`${error.message} ${error.stack} ${error.cause}`).not.toContain(value);
    }
  });
  it('are refused beside HS256, which needs none', async () => {
    await expect(load(setOf(ed), 'HS256')).rejects.toThrow(/root secret/);
  });
  it('are refused for a root secret of less than 32 bytes', async () => {
    const value = secret(`${'k'.repeat(31)}\n`);
    await expect(loadRootSecret({ value, dataDir: tmpdir() })).rejects.toThrow(/32 bytes/);
  });
});

describe('kept keys', () => {
  it('are made once, even by processes that start together, for their owner only', async () => {
    await using dir = await tempDir();
    const dataDir = join(dir.path, 'new');
    const loadBoth = async () => {
      const root = await loadRootSecret({ dataDir });
      return loadSigningKeys({ alg: 'EdDSA', dataDir, rootSecret: root });
    };
    const all = await Promise.all(Array.from({ length: 8 }, loadBoth));
    expect(new Set(all.map((it) => it.signer(T0).kid)).size).toBe(1);
    expect((await readdir(dataDir)).sort()).toEqual(['root-secret', 'signing-keys.json']);
    for (const name of await readdir(dataDir)) {
      expect((await stat(join(dataDir, name))).mode & 0o777).toBe(0o600);
    }
    expect((await stat(dataDir)).mode & 0o777).toBe(0o700);
    expect((await loadBoth()).signer(T0).kid).toBe(all[0]!.signer(T0).kid);
  });
  it('are the same keys as those given with the same text', async () => {
    await using dir = await tempDir();
    const t = testIssuer({ rootSecret: await loadRootSecret({ dataDir: dir.path }) });
    const grant = await t.issue();
    const value = secret(`${await readFile(join(dir.path, 'root-secret'), 'utf8')}\n`);
    const given = await loadRootSecret({ value, dataDir: '/nowhere' });
    const other = testIssuer({ rootSecret: given, store: t.store });
    expect(await other.refresh(grant.refreshToken.reveal())).toMatchObject({ kind: 'Token' });
  });
  it('that were damaged are an error, not a reason to make new ones', async () => {
    await using dir = await tempDir();
    await writeFile(join(dir.path, 'root-secret'), 'short');
    await expect(loadRootSecret({ dataDir: dir.path })).rejects.toThrow(/32 bytes/);
  });
});

async function weakRsaKey() {
  const { generateKeyPairSync } = await import('node:crypto');
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
  return privateKey.export({ format: 'jwk' });
}
