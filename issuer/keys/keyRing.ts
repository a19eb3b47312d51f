import { readFile } from 'node:fs/promises';
import { type Secret, secret } from '../../domain/secret.ts';
import type { JwsAlgorithm } from '../verifyJws.ts';
import { loadRootSecret, type RootSecret, rootSecretFile } from './rootSecret.ts';
import { loadSigningKeys, type SigningKeys, signingKeysFile } from './signingKeys.ts';

/** The keys that a deployment is configured with; null stands for those kept in its data directory. */
export interface GivenKeys {
  readonly rootSecret: Secret | null;
  readonly signingKeys: Secret | null;
}

/** Where the keys come from, and how long tokens live (seconds). */
export interface KeyRingOptions {
  readonly alg: JwsAlgorithm;
  readonly dataDir: string;
  readonly accessTokenTtl: number;
  readonly refreshTokenTtl: number;
  /** Asked again at each reload; what it throws makes that reload fail. */
  readonly given: () => GivenKeys;
}

/** All keys of the native issuer, which follow their files without a restart. */
export interface KeyRing {
  readonly rootSecret: RootSecret;
  readonly signingKeys: SigningKeys;
  /**
   * Reads the keys again at `now` (ms) and says whether they changed. Rejects, and keeps those it has, where they
   * cannot be used or lack one that signs now: nobody is to lose a session by a slip of the hand.
   */
  reload(now: number): Promise<boolean>;
}

interface Loaded {
  readonly texts: GivenKeys;
  readonly rootSecret: RootSecret;
  readonly signingKeys: SigningKeys;
}

/** Opens the keys, making those of a new data directory. Rejects with an `Error` without any key in it. */
export async function openKeyRing(options: KeyRingOptions): Promise<KeyRing> {
  // The first time makes what is missing, so that the second can keep what it read.
  await load(options, options.given());
  let loaded = await load(options, await readTexts(options));
  return {
    rootSecret: {
      at: (time) => loaded.rootSecret.at(time),
      usable: (now) => loaded.rootSecret.usable(now),
    },
    signingKeys: {
      published: loaded.signingKeys.published,
      signer: (now) => loaded.signingKeys.signer(now),
      verifier: (kid, now) => loaded.signingKeys.verifier(kid, now),
      jwks: (now) => loaded.signingKeys.jwks(now),
    },
    async reload(now) {
      const texts = await readTexts(options);
      if (sameTexts(texts, loaded.texts)) return false;
      const next = await load(options, texts);
      refuseLoss(loaded, next, now);
      loaded = next;
      return true;
    },
  };
}

async function load(options: KeyRingOptions, texts: GivenKeys): Promise<Loaded> {
  const { alg, dataDir, accessTokenTtl, refreshTokenTtl } = options;
  const value = texts.rootSecret ?? undefined;
  const rootSecret = await loadRootSecret({ value, dataDir, refreshTokenTtl });
  const signingKeys = await loadSigningKeys({
    value: texts.signingKeys ?? undefined,
    alg,
    dataDir,
    rootSecret,
    accessTokenTtl,
  });
  return { texts, rootSecret, signingKeys };
}

// A file that is gone is a failure here: making a new one would end every session.
async function readTexts({ given, alg, dataDir }: KeyRingOptions): Promise<GivenKeys> {
  const { rootSecret, signingKeys } = given();
  return {
    rootSecret: rootSecret ?? (await read(rootSecretFile(dataDir))),
    signingKeys: signingKeys ?? (alg === 'HS256' ? null : await read(signingKeysFile(dataDir))),
  };
}

async function read(file: string): Promise<Secret> {
  return secret(await readFile(file, 'utf8'));
}

function sameTexts(a: GivenKeys, b: GivenKeys): boolean {
  return (
    a.rootSecret?.reveal() === b.rootSecret?.reveal() &&
    a.signingKeys?.reveal() === b.signingKeys?.reveal()
  );
}

function refuseLoss(before: Loaded, after: Loaded, now: number): void {
  const root = before.rootSecret.at(now).id;
  if (!after.rootSecret.usable(now).some(({ id }) => id === root)) {
    throw new Error('The active root secret is missing from the new ones: restart to lose it.');
  }
  const { kid } = before.signingKeys.signer(now);
  if (after.signingKeys.verifier(kid, now) === null) {
    throw new Error('The active signing key is missing from the new ones: restart to lose it.');
  }
}
