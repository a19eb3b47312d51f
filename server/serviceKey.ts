import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { secret } from '../domain/secret.ts';
import { keptFile } from '../issuer/keys/keptFile.ts';
import type { Config } from './config.ts';
import { blaming } from './settingError.ts';

/** Where a development server keeps its service key. */
export const serviceKeyFile = ({ dataDir }: Config) => join(dataDir, 'service-key');

/** In development a service key is made once and kept in the data directory; production has the given one or none. */
export async function withServiceKey(config: Config): Promise<Config> {
  if (config.serviceKey !== null || config.mode === 'production') return config;
  const key = await blaming(config, ['DATA_DIR'], 'the service key cannot be kept', () =>
    keptFile(serviceKeyFile(config), () => randomBytes(32).toString('base64url')),
  );
  return { ...config, serviceKey: secret(key.trim()) };
}
