import { toProblems } from './config/configProblems.ts';
import { checkRules, type RuleSettings } from './config/configRules.ts';
import {
  CONFIG_NAMES,
  type ConfigName,
  configSchema,
  type Settings,
} from './config/configSchema.ts';
import type { Config, ConfigProblem, ConfigSource } from './config/configTypes.ts';
import { readSecretFiles } from './config/readSecretFiles.ts';
import { type Found, pickValues, readConfigFile, type Sources } from './config/readSources.ts';
import { toConfig } from './config/toConfig.ts';

export type { ConfigName } from './config/configSchema.ts';
export type * from './config/configTypes.ts';
export { printConfig } from './config/printConfig.ts';

/** A configuration that can be run with, or everything that is wrong with it. */
export type ConfigResult =
  | {
      readonly ok: true;
      readonly config: Config;
      /** The files that values were read from, as absolute paths. */
      readonly secretFiles: ReadonlyMap<ConfigName, string>;
    }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

/** Where the configuration is read from. */
export interface LoadOptions extends Partial<Pick<Sources, 'overrides'>> {
  /** @default process.env */
  readonly env?: Sources['env'];
  /** The configuration file; it must exist when it is named. @default refreshql.config.json, if there is one */
  readonly file?: string;
  /** What relative paths start from. @default process.cwd() */
  readonly directory?: string;
}

/** Reads and checks the whole configuration, and gives it frozen or every problem at once. */
export function loadConfig(options: LoadOptions = {}): ConfigResult {
  const directory = options.directory ?? process.cwd();
  const { file, problems: fileProblems } = readConfigFile(directory, options.file);
  const picked = pickValues({
    overrides: options.overrides ?? {},
    env: options.env ?? process.env,
    file,
  });
  const { found, files, problems: secretProblems } = readSecretFiles(directory, picked);
  const checked = checkEach(found);
  const earlier = [...fileProblems, ...secretProblems, ...checked.problems];
  const settings = withDerived(checked.settings);
  const wrong = new Set(earlier.map(({ name }) => name));
  const problems = [...earlier, ...checkRules(settings, wrong)];
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, config: toConfig(settings, sourcesOf(found)), secretFiles: files };
}

/** Checks each value by itself; a wrong one is left out, so that the others can still be held together. */
function checkEach(found: ReadonlyMap<ConfigName, Found>) {
  const values = Object.fromEntries([...found].map(([name, { value }]) => [name, value]));
  const first = configSchema.safeParse(values);
  if (first.success) return { settings: first.data, problems: [] };
  const problems = toProblems(first.error);
  for (const { name } of problems) delete values[name];
  return { settings: configSchema.parse(values), problems };
}

function withDerived(settings: Settings): RuleSettings {
  // The zone of an IPv6 address means something to this machine alone, and is no part of a URL.
  const address = settings.HOST.replace(/%.*$/, '');
  const host = address.includes(':') ? `[${address}]` : address;
  return {
    ...settings,
    ISSUER_URL: settings.ISSUER_URL ?? `http://${host}:${settings.PORT}`,
    ALLOW_PRIVATE_UPSTREAMS: settings.ALLOW_PRIVATE_UPSTREAMS ?? settings.NODE_ENV !== 'production',
  };
}

function sourcesOf(
  found: ReadonlyMap<ConfigName, Found>,
): Readonly<Record<ConfigName, ConfigSource>> {
  const entries = CONFIG_NAMES.map((name) => [name, found.get(name)?.source ?? 'default']);
  return Object.freeze(Object.fromEntries(entries));
}
