import { type KeyRing, type KeyRingOptions, openKeyRing } from '../issuer/keys/keyRing.ts';
import type { Config, ConfigName } from './config.ts';
import { blaming } from './settingError.ts';

/** Opens the keys of a configuration, making those of a new data directory; rejects with a `SettingError`. */
export function openConfiguredKeys(
  config: Config,
  given: KeyRingOptions['given'] = () => config,
): Promise<KeyRing> {
  const { signingAlg: alg, dataDir, accessTokenTtl, refreshTokenTtl } = config;
  return blaming(config, settingsOf(config), 'the keys cannot be opened', () =>
    openKeyRing({ alg, dataDir, accessTokenTtl, refreshTokenTtl, given }),
  );
}

function settingsOf({ rootSecret, signingKeys, signingAlg }: Config): readonly ConfigName[] {
  const root = rootSecret === null ? 'DATA_DIR' : 'ROOT_SECRET';
  if (signingAlg === 'HS256') return [root];
  return [...new Set<ConfigName>([root, signingKeys === null ? 'DATA_DIR' : 'SIGNING_KEYS'])];
}
