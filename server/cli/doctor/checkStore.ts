import type { StoreStatus } from '../../../issuer/store/storeStatus.ts';
import type { Config } from '../../config.ts';
import { SettingError } from '../../settingError.ts';
import { readStore } from '../readStore.ts';
import { checkRights, explainUnread } from './checkRights.ts';
import type { Finding } from './finding.ts';

/** Looks whether the store can be read, is up to date, and may be written. */
export async function checkStore(
  config: Config,
  now: () => number,
): Promise<{ readonly store: Finding; readonly status: StoreStatus | null }> {
  try {
    const status = await readStore(config, now);
    return { store: (await checkRights(config, status)) ?? judge(status, config), status };
  } catch (cause) {
    if (!(cause instanceof SettingError)) throw cause;
    const plain: Finding = { check: 'store', level: 'fail', message: cause.message };
    // What the database itself says ends at the first right that is lacking.
    return { store: (await explainUnread(config)) ?? plain, status: null };
  }
}

function judge({ kind, applied, known, sessions }: StoreStatus, { mode }: Config): Finding {
  const found = (level: Finding['level'], message: string) => ({ check: 'store', level, message });
  if (kind === 'memory') {
    const level = mode === 'production' ? 'warn' : 'ok';
    return found(level, 'It is in memory: sessions end with the process.');
  }
  if (applied > known) return found('fail', 'A newer version of this program made its tables.');
  if (applied === 0) return found('warn', `It has no tables yet (${kind}); a server makes them.`);
  if (applied < known) {
    return found(
      'warn',
      `${known - applied} migrations are missing (${kind}); a server applies them.`,
    );
  }
  return found(
    'ok',
    `It is up to date (${kind}) and holds ${sessions} ${sessions === 1 ? 'session' : 'sessions'}.`,
  );
}
