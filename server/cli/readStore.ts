import { readStoreStatus, type StoreStatus } from '../../issuer/store/storeStatus.ts';
import type { Config } from '../config.ts';
import { storeSetting } from '../configuredStore.ts';
import { blaming } from '../settingError.ts';

/** Looks at the store of a configuration, without changing it; rejects with a `SettingError`. */
export function readStore(config: Config, now: () => number): Promise<StoreStatus> {
  return blaming(config, [storeSetting(config)], 'the store cannot be read', () =>
    readStoreStatus(config.databaseUrl.reveal(), now),
  );
}
