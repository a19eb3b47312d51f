import { rm, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { secret } from '../../domain/secret.ts';
import { openKeyRing } from '../../issuer/keys/keyRing.ts';
import { T0 } from '../issuer/issuerFixture.ts';
import { generateJwkSet } from '../issuer/jwkSets.ts';
import { keyDir } from './keyDir.ts';

describe('open keys', () => {
  it('agree on who signs at any moment, in every process that read the files in time', async () => {
    await using dir = await keyDir();
    const nodes = await Promise.all([dir.open(), dir.open(), dir.open()]);
    await dir.rotateSigning(T0);
    await dir.rotateRoot(T0);
    for (const [index, node] of nodes.entries()) await node.reload(T0 + index * 5000);
    for (const at of [T0, T0 + 899_999, T0 + 900_000, T0 + 10_000_000]) {
      expect(new Set(nodes.map((it) => it.signingKeys.signer(at).kid)).size).toBe(1);
      expect(new Set(nodes.map((it) => it.rootSecret.at(at).id)).size).toBe(1);
    }
  });

  it('are read again only where their text has changed', async () => {
    await using dir = await keyDir();
    const ring = await dir.open();
    const signer = ring.signingKeys.signer(T0);
    expect(await ring.reload(T0)).toBe(false);
    expect(ring.signingKeys.signer(T0).key).toBe(signer.key);
  });

  it.each([
    ['is gone', (file: string) => rm(file), /ENOENT/],
    ['is half written', (file: string) => writeFile(file, '{"keys":[{"kty'), /not valid JSON/],
  ])('stay in use when a file %s', async (_name, harm, message) => {
    await using dir = await keyDir();
    const ring = await dir.open();
    const before = [ring.signingKeys.signer(T0).kid, ring.rootSecret.at(T0).id];
    for (const file of [dir.signing, dir.root]) {
      const other = await dir.open();
      await harm(file);
      await expect(ring.reload(T0)).rejects.toThrow(message);
      await expect(other.reload(T0)).rejects.toThrow(message);
      expect([ring.signingKeys.signer(T0).kid, ring.rootSecret.at(T0).id]).toEqual(before);
      await rm(file, { force: true });
      await dir.open();
    }
  });

  it('stay in use when the new ones lack the one that signs, since that would end every session', async () => {
    await using dir = await keyDir();
    const ring = await dir.open();
    const { kid } = ring.signingKeys.signer(T0);
    await dir.rotateSigning(T0, 0, true);
    await expect(ring.reload(T0)).rejects.toThrow(/active signing key is missing/);
    expect(ring.signingKeys.signer(T0).kid).toBe(kid);
    expect((await dir.open()).signingKeys.signer(T0).kid).not.toBe(kid);
    await writeFile(dir.root, 'another root secret of more than 32 bytes');
    await expect(ring.reload(T0)).rejects.toThrow(/active root secret is missing/);
  });

  it('come from the configuration where it gives them', async () => {
    await using dir = await keyDir();
    const signingKeys = secret(await generateJwkSet('ES256'));
    const ring = await openKeyRing({
      alg: 'ES256',
      dataDir: dir.path,
      accessTokenTtl: 1,
      refreshTokenTtl: 1,
      given: () => ({ rootSecret: secret('r'.repeat(40)), signingKeys }),
    });
    expect(ring.signingKeys.signer(T0).alg).toBe('ES256');
    expect(await ring.reload(T0)).toBe(false);
  });

  it('sign HS256 access tokens by the root secret of the day', async () => {
    await using dir = await keyDir();
    const options = {
      alg: 'HS256',
      dataDir: dir.path,
      accessTokenTtl: 60,
      refreshTokenTtl: 60,
    } as const;
    const given = () => ({ rootSecret: null, signingKeys: null });
    const ring = await openKeyRing({ ...options, given });
    await dir.rotateRoot(T0);
    await ring.reload(T0);
    const [old, next] = [T0, T0 + 900_000].map((at) => ring.signingKeys.signer(at).kid);
    expect(old).not.toBe(next);
    expect(ring.signingKeys.verifier(old!, T0 + 900_000)).not.toBeNull();
    expect(ring.signingKeys.jwks(T0)).toEqual({ keys: [] });
  });
});
