import type { Config } from '../../config.ts';
import { issuerWarning } from '../../issuerWarning.ts';
import { CONFIG_OPTION, defineCommand, JSON_OPTION } from '../command.ts';
import { checkClock } from '../doctor/checkClock.ts';
import { checkDirectories } from '../doctor/checkDirectories.ts';
import { checkKeys } from '../doctor/checkKeys.ts';
import { checkStore } from '../doctor/checkStore.ts';
import { checkUpstreams } from '../doctor/checkUpstreams.ts';
import type { Finding } from '../doctor/finding.ts';
import { CommandError } from '../failures.ts';
import { printJson } from '../output.ts';
import { type ReadConfig, readConfig } from '../readConfig.ts';
import type { Terminal } from '../terminal.ts';

/** Checks a deployment. */
export const doctor = defineCommand({
  options: { ...JSON_OPTION, ...CONFIG_OPTION },
  async run({ json, config }, terminal) {
    const findings = await examine(config, terminal);
    if (json) printJson(terminal, findings);
    else {
      for (const { check, level, message } of findings) {
        terminal.print(`${level.padEnd(4)}  ${check.padEnd(13)}  ${message}\n`);
      }
    }
    return findings.some(({ level }) => level === 'fail') ? 1 : 0;
  },
});

async function examine(file: string | undefined, terminal: Terminal): Promise<readonly Finding[]> {
  const read = tryConfig(file, terminal);
  if ('level' in read) return [read];
  const { store, status } = await checkStore(read.config, terminal.now);
  const upstreams = await checkUpstreams(read.config, terminal.now);
  return [
    judge(read.config),
    store,
    ...(await checkDirectories(read.config)),
    checkClock(status, upstreams),
    ...(await checkKeys(read, terminal.now())),
    ...upstreams.map(({ finding }) => finding),
  ];
}

function judge(config: Config): Finding {
  const check = 'configuration';
  const message = `It is valid (${config.mode})`;
  const warning = issuerWarning(config);
  return warning === null
    ? { check, level: 'ok', message: `${message}.` }
    : { check, level: 'warn', message: `${message}, but ${warning}` };
}

function tryConfig(file: string | undefined, terminal: Terminal): ReadConfig | Finding {
  try {
    return readConfig(file, terminal);
  } catch (cause) {
    if (!(cause instanceof CommandError)) throw cause;
    return { check: 'configuration', level: 'fail', message: cause.message };
  }
}
