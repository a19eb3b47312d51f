import {
  chmod,
  chown,
  readdir,
  readFile,
  rename,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CLOCK_SKEW } from '../../issuer/clock.ts';
import { rotateSigningKeys } from '../../issuer/keys/rotateKeys.ts';
import { T0 } from '../issuer/issuerFixture.ts';
import { keyDir } from './keyDir.ts';

const HOUR = 3_600_000;

describe('rotating the signing keys', () => {
  it('adds a key that is published at once and signs later', async () => {
    await using dir = await keyDir();
    const ring = await dir.open();
    const before = ring.signingKeys.signer(T0).kid;
    await dir.rotateSigning(T0);
    expect(await ring.reload(T0)).toBe(true);
    expect(ring.signingKeys.jwks(T0).keys).toHaveLength(2);
    expect(ring.signingKeys.signer(T0 + 899_000).kid).toBe(before);
    const after = ring.signingKeys.signer(T0 + 900_000).kid;
    expect(after).not.toBe(before);
    expect(ring.signingKeys.verifier(before, T0 + 900_000)).not.toBeNull();
    const gone = T0 + 900_000 + HOUR + CLOCK_SKEW * 1000;
    expect(ring.signingKeys.verifier(before, gone - 1)).not.toBeNull();
    expect(ring.signingKeys.verifier(before, gone)).toBeNull();
    expect(ring.signingKeys.jwks(gone).keys.map((it) => it.kid)).toEqual([after]);
  });

  it('refuses a second next key, so that nobody rotates a key out before it has signed', async () => {
    await using dir = await keyDir();
    await dir.rotateSigning(T0);
    const text = await readFile(dir.signing, 'utf8');
    await expect(dir.rotateSigning(T0 + 1000)).rejects.toThrow(/waiting already/);
    expect(await readFile(dir.signing, 'utf8')).toBe(text);
    expect(await readdir(dir.path)).not.toContain('signing-keys.json.lock');
  });

  it('takes the private part out of retired keys, and expired keys out of the set', async () => {
    await using dir = await keyDir();
    await dir.rotateSigning(T0);
    await dir.rotateSigning(T0 + HOUR);
    const keys = await dir.keysOf(dir.signing);
    expect(keys.map((it: object) => 'd' in it)).toEqual([true, true, false]);
    await dir.rotateSigning(T0 + 24 * HOUR);
    expect(await dir.keysOf(dir.signing)).toHaveLength(2);
    await expect(dir.open()).resolves.toBeDefined();
  });

  it('writes down how long the old key verifies, so that shorter lifetimes cut no token off', async () => {
    await using dir = await keyDir();
    const old = (await dir.open()).signingKeys.signer(T0).kid;
    await dir.rotateSigning(T0);
    const { signingKeys } = await dir.open({ accessTokenTtl: 60, refreshTokenTtl: 60 });
    const lastExpiry = T0 + 900_000 + HOUR;
    expect(signingKeys.verifier(old, lastExpiry)).not.toBeNull();
    expect(signingKeys.verifier(old, lastExpiry + CLOCK_SKEW * 1000)).toBeNull();
  });

  it('drops every other key where one has leaked', async () => {
    await using dir = await keyDir();
    const before = (await dir.open()).signingKeys.signer(T0).kid;
    await dir.rotateSigning(T0, 0, true);
    const ring = await dir.open();
    expect(ring.signingKeys.verifier(before, T0)).toBeNull();
    expect(ring.signingKeys.jwks(T0).keys).toHaveLength(1);
  });

  it('drops keys of other algorithms too, which verify for as long as they are there', async () => {
    const plan = { now: T0, signsFrom: T0 + 900_000, tokenLife: HOUR, drop: false };
    await using dir = await keyDir();
    const both = await rotateSigningKeys(await readFile(dir.signing, 'utf8'), 'ES256', plan);
    expect(JSON.parse(both).keys).toHaveLength(2);
    const left = await rotateSigningKeys(both, 'ES256', { ...plan, drop: true });
    expect(JSON.parse(left).keys).toHaveLength(1);
  });
});

describe('rotating the root secret', () => {
  it('keeps the bytes of the one that was plain text, under another form', async () => {
    await using dir = await keyDir();
    const before = (await dir.open()).rootSecret.at(T0).id;
    const text = await readFile(dir.root, 'utf8');
    await dir.rotateRoot(T0);
    const ring = await dir.open();
    expect(ring.rootSecret.at(T0).id).toBe(before);
    expect(ring.rootSecret.at(T0 + 900_000).id).not.toBe(before);
    const [, old] = await dir.keysOf(dir.root);
    expect(Buffer.from(old.k, 'base64url').toString()).toBe(text);
  });

  it('tries the active one first, and none whose last token has expired', async () => {
    await using dir = await keyDir();
    await dir.rotateRoot(T0);
    const { rootSecret } = await dir.open();
    const old = rootSecret.at(T0);
    const next = rootSecret.at(T0 + 900_000);
    expect(rootSecret.usable(T0)).toEqual([old, next]);
    expect(rootSecret.usable(T0 + 900_000)).toEqual([next, old]);
    expect(rootSecret.usable(T0 + 15 * 24 * HOUR)).toEqual([next]);
  });

  it.each([
    ['{"keys":[', /not valid JSON/],
    ['{"keys":[]}', /"oct" keys; wrong: keys/],
    ['{"keys":[{"kty":"oct","k":"c2hvcnQ"}]}', /32 bytes/],
    [`{"keys":[{"kty":"RSA","k":"${'A'.repeat(50)}"}]}`, /wrong: keys\.0\.kty/],
    [`{"keys":[{"kty":"oct","k":"${'A'.repeat(50)}","nbf":-1}]}`, /wrong: keys\.0\.nbf/],
  ])('refuses %s without quoting it', async (text, message) => {
    await using dir = await keyDir();
    await writeFile(dir.root, text);
    const error = await dir.open().catch((it) => it);
    expect(error.message).toMatch(message);
    expect(`${error.message}${error.cause}`).not.toMatch(/c2hvcnQ|AAAA/);
  });
});

describe('a key set that is rotated again and again', () => {
  // So often that no retired key goes: more than a set may hold.
  const often = async (rotate: (now: number) => Promise<void>) => {
    for (let times = 0; ; times += 1) {
      const failure = await rotate(T0 + times * 1_000_000).then(
        () => null,
        (cause: Error) => cause,
      );
      if (failure !== null) return { times, message: failure.message };
    }
  };

  it('is never written so that the next start refuses it', async () => {
    await using dir = await keyDir();
    const ended = await often((now) => dir.rotateRoot(now));
    expect(ended).toEqual({
      times: 255,
      message: expect.stringMatching(/keys, which are more than 256/),
    });
    expect(await dir.keysOf(dir.root)).toHaveLength(256);
    await expect(dir.open()).resolves.toBeDefined();
  });

  it('may be dropped whatever is in it', async () => {
    await using dir = await keyDir();
    const spoilt = JSON.stringify({ keys: [{ kty: 'oct', k: 'c2hvcnQ' }] });
    for (const file of [dir.root, dir.signing]) await writeFile(file, spoilt);
    await dir.rotateRoot(T0, 0, true);
    await dir.rotateSigning(T0, 0, true);
    await expect(dir.open()).resolves.toBeDefined();
  });
});

describe('a key file', () => {
  it('keeps its owner and mode when somebody else changes it', async () => {
    await using dir = await keyDir();
    await chmod(dir.signing, 0o640);
    if (process.getuid?.() === 0) await chown(dir.signing, 65_534, 65_534);
    const before = await stat(dir.signing);
    await dir.rotateSigning(T0);
    const { uid, gid, mode } = await stat(dir.signing);
    expect({ uid, gid, mode }).toEqual({ uid: before.uid, gid: before.gid, mode: before.mode });
  });

  it('is changed by one of several at once, whole, and for its owner only', async () => {
    await using dir = await keyDir();
    const results = await Promise.allSettled(
      Array.from({ length: 8 }, () => dir.rotateSigning(T0)),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const result of results) {
      if (result.status === 'rejected') {
        expect(result.reason.message).toMatch(/Another process|waiting already/);
      }
    }
    expect(await dir.keysOf(dir.signing)).toHaveLength(2);
    expect((await stat(dir.signing)).mode & 0o777).toBe(0o600);
    expect(await readdir(dir.path)).not.toContain('signing-keys.json.lock');
  });

  it('is left alone while a lock that a crash left is there, and the message says what to do', async () => {
    await using dir = await keyDir();
    await writeFile(`${dir.signing}.lock`, '');
    await expect(dir.rotateSigning(T0)).rejects.toThrow(/signing-keys\.json\.lock: remove it/);
    expect(await readdir(dir.path)).toContain('signing-keys.json.lock');
  });

  it('may be a link, which stays one', async () => {
    await using dir = await keyDir();
    const real = join(dir.path, 'elsewhere.json');
    await rename(dir.signing, real);
    await symlink(real, dir.signing);
    await dir.rotateSigning(T0);
    expect(await dir.keysOf(real)).toHaveLength(2);
    expect(await dir.keysOf(dir.signing)).toHaveLength(2);
  });
});
