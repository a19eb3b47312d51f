import { devNull } from 'node:os';
import { join } from 'node:path';

import { loadConfig } from '../../server/config.ts';
import type { AppOptions } from '../../server/createApp.ts';
import { openOutput } from '../../server/log/openOutput.ts';
import { createLog, logEvents } from '../../server/log.ts';
import type { SubjectOptions } from './subject.ts';
import { wideLimits } from './wideLimits.ts';

/**
 * A deployment as it ships: SQLite with synchronous=FULL, HS256 and EdDSA tokens, metrics, rate limits that count every
 * call but refuse none, and the log at level info, written as in production but to nowhere. `settings` are names of the
 * configuration.
 */
export function appOptions({ dir, upstreamUrl, settings }: SubjectOptions): AppOptions {
  const loaded = loadConfig({
    env: {},
    directory: dir,
    overrides: {
      PORT: '0',
      DATA_DIR: join(dir, 'data'),
      RATE_LIMITS: wideLimits,
      ...(upstreamUrl === null ? {} : { WALLETKIT_TESTNET_URL: upstreamUrl }),
      ...settings,
    },
  });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const log = createLog({
    level: loaded.config.logLevel,
    destination: openOutput({ dest: devNull }),
  });
  return { config: loaded.config, now: Date.now, emit: logEvents(log) };
}
