import {
  describeRootSecrets,
  describeSigningKeys,
  type KeyFacts,
} from '../../issuer/keys/describeKeys.ts';
import { type KeyKind, readKeyText } from './keyTexts.ts';
import type { ReadConfig } from './readConfig.ts';

/** The keys of a deployment as they stand at `now` (ms), newest first; empty where none were made yet. */
export async function readKeyFacts(
  read: ReadConfig,
  kind: KeyKind,
  now: number,
): Promise<readonly KeyFacts[]> {
  const { signingAlg, accessTokenTtl, refreshTokenTtl } = read.config;
  if (kind === 'signing' && signingAlg === 'HS256') return [];
  const { text } = await readKeyText(read, kind);
  if (text === null) return [];
  return kind === 'signing'
    ? describeSigningKeys(text, signingAlg, { now, accessTokenTtl })
    : describeRootSecrets(text, { now, refreshTokenTtl });
}
