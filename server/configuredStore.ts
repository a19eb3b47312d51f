import { openStore, type Store, type StoreOptions } from '../issuer/store/openStore.ts';
import type { Config, ConfigName } from './config.ts';
import { blaming } from './settingError.ts';

/** Opens the store of a configuration, its tables up to date; rejects with a `SettingError`. */
export function openConfiguredStore(config: Config, options: StoreOptions): Promise<Store> {
  return blaming(config, [storeSetting(config)], 'the store cannot be opened', () =>
    openStore(config.databaseUrl.reveal(), options),
  );
}

/** The setting that says where the store is. */
export function storeSetting({ sources }: Config): ConfigName {
  return sources.DATABASE_URL === 'default' ? 'DATA_DIR' : 'DATABASE_URL';
}
