import { readIfThere } from '../../issuer/keys/readIfThere.ts';
import { rootSecretFile } from '../../issuer/keys/rootSecret.ts';
import { signingKeysFile } from '../../issuer/keys/signingKeys.ts';
import type { Config } from '../config.ts';
import type { ReadConfig } from './readConfig.ts';

/** The two kinds of keys, by the words of the command line. */
export type KeyKind = 'signing' | 'root';

/** Where the keys of one kind stand, and their text. */
export interface KeyText {
  readonly kind: KeyKind;
  /** Null where they are in the environment or the configuration file itself. */
  readonly file: string | null;
  /** Null where no server has made them yet. */
  readonly text: string | null;
}

const PLACES = {
  signing: { name: 'SIGNING_KEYS', given: (it: Config) => it.signingKeys, kept: signingKeysFile },
  root: { name: 'ROOT_SECRET', given: (it: Config) => it.rootSecret, kept: rootSecretFile },
} as const;

/** The name of the setting that holds the keys of a kind. */
export const settingOf = (kind: KeyKind) => PLACES[kind].name;

/** Finds the keys of one kind where the server finds them. */
export async function readKeyText(
  { config, secretFiles }: ReadConfig,
  kind: KeyKind,
): Promise<KeyText> {
  const { name, given, kept } = PLACES[kind];
  const value = given(config)?.reveal();
  if (value !== undefined) return { kind, file: secretFiles.get(name) ?? null, text: value };
  const file = kept(config.dataDir);
  return { kind, file, text: await readIfThere(file) };
}
