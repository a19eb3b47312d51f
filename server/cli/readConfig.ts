import { type Config, type ConfigName, type ConfigResult, loadConfig } from '../config.ts';
import { CommandError } from './failures.ts';
import type { Terminal } from './terminal.ts';

/** The configuration in force, with the files that its secrets came from. */
export interface ReadConfig {
  readonly config: Config;
  readonly secretFiles: ReadonlyMap<ConfigName, string>;
}

/** Reads the configuration as the server does; throws a `CommandError` with everything that is wrong with it. */
export function readConfig(file: string | undefined, { sources }: Terminal): ReadConfig {
  const loaded = loadConfig({ ...sources, ...(file !== undefined && { file }) });
  if (!loaded.ok)
    throw new CommandError(`The configuration is not valid:\n${problemLines(loaded)}`);
  return { config: loaded.config, secretFiles: loaded.secretFiles };
}

/** One line for each problem. */
function problemLines({ problems }: Extract<ConfigResult, { ok: false }>): string {
  return problems.map(({ name, message }) => `  ${name}: ${message}`).join('\n');
}
