import { stat } from 'node:fs/promises';
import { ED25519_LIBRARY } from '../../../issuer/signEd25519.ts';
import { explainCause } from '../../log/describeCause.ts';
import { plainNames } from '../../log/plainNames.ts';
import { readKeyFacts } from '../keyFacts.ts';
import { type KeyKind, readKeyText } from '../keyTexts.ts';
import { showTime } from '../output.ts';
import type { ReadConfig } from '../readConfig.ts';
import type { Finding } from './finding.ts';

/** Looks whether there is a key that signs, what is to come, and who else may read the files. */
export async function checkKeys(read: ReadConfig, now: number): Promise<readonly Finding[]> {
  const kinds: readonly KeyKind[] =
    read.config.signingAlg === 'HS256' ? ['root'] : ['signing', 'root'];
  return Promise.all(kinds.map((kind) => checkKind(read, kind, now)));
}

async function checkKind(read: ReadConfig, kind: KeyKind, now: number): Promise<Finding> {
  const check = kind === 'signing' ? 'signing keys' : 'root secret';
  try {
    const { file } = await readKeyText(read, kind);
    const keys = await readKeyFacts(read, kind, now);
    if (keys.length === 0) return { check, level: 'warn', message: 'None yet; a server makes it.' };
    if (file !== null && (await isExposed(file))) {
      return { check, level: 'warn', message: `Others than its owner may read ${file}.` };
    }
    const next = keys.find(({ state }) => state === 'next');
    const expired = keys.filter(({ state }) => state === 'expired').length;
    const parts = [
      `${keys.length} in all`,
      next === undefined ? 'none waiting' : `the next one signs from ${showTime(next.signsFrom)}`,
      expired > 0 && `${expired} expired, which the next rotation takes out`,
      kind === 'signing' && read.config.signingAlg === 'EdDSA' && `Ed25519 by ${ED25519_LIBRARY}`,
    ];
    return { check, level: 'ok', message: `${parts.filter(Boolean).join('; ')}.` };
  } catch (cause) {
    const message = explainCause(cause, plainNames(read.config));
    return { check, level: 'fail', message };
  }
}

async function isExposed(file: string): Promise<boolean> {
  return ((await stat(file)).mode & 0o077) !== 0;
}
