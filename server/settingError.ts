import type { Config, ConfigName } from './config.ts';
import { explainCause } from './log/describeCause.ts';
import { plainNames } from './log/plainNames.ts';

/** What a setting has brought about; the message names the setting, holds no secret, and is for an operator. */
export class SettingError extends Error {
  override readonly name = 'SettingError';
}

/** Does what rests on settings; where that fails, a `SettingError` names them and says what went wrong. */
export async function blaming<T>(
  config: Config,
  settings: readonly ConfigName[],
  problem: string,
  work: () => T | Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const why = explainCause(cause, plainNames(config));
    throw new SettingError(`${settings.join(', ')}: ${problem}: ${why}`, { cause });
  }
}
