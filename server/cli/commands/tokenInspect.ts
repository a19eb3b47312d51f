import { type Inspection, inspectToken } from '../../../issuer/inspectToken.ts';
import type { Config } from '../../config.ts';
import { CONFIG_OPTION, defineCommand, JSON_OPTION } from '../command.ts';
import { openLocal } from '../openLocal.ts';
import { printable, printJson, showTime } from '../output.ts';
import { readConfig } from '../readConfig.ts';
import { readToken, TOKEN_OPTION } from '../readToken.ts';
import type { Terminal } from '../terminal.ts';

const TIMES = new Set(['iat', 'nbf', 'exp']);

/** Explains a token. */
export const tokenInspect = defineCommand({
  options: { ...TOKEN_OPTION, ...JSON_OPTION, ...CONFIG_OPTION },
  async run({ file, json, config: configFile }, terminal) {
    const { config } = readConfig(configFile, terminal);
    const token = await readToken(file, terminal);
    await using local = await openLocal(config, terminal);
    const { issuerUrl } = config;
    const policy = policyOf(config);
    const parts = { ...local.keys, issuerUrl, store: local.store.sessions, policy };
    const inspection = await inspectToken(token, parts, terminal.now());
    if (json) printJson(terminal, inspection);
    else printInspection(inspection, terminal);
    return inspection.standing === 'live' ? 0 : 1;
  },
});

function printInspection(inspection: Inspection, terminal: Terminal): void {
  const { kind, signature, standing, claims, header, currentGeneration } = inspection;
  terminal.print(`kind        ${kind}\nsignature   ${signature}\nstanding    ${standing}\n`);
  if (currentGeneration !== null) terminal.print(`session is at generation ${currentGeneration}\n`);
  for (const [name, value] of Object.entries({ ...header, ...claims })) {
    const shown = TIMES.has(name) && isTime(value) ? showTime(value * 1000) : JSON.stringify(value);
    terminal.print(`  ${printable(name).padEnd(12)}  ${printable(shown)}\n`);
  }
}

const isTime = (value: unknown): value is number =>
  typeof value === 'number' && value >= 0 && value < 100_000_000_000;

function policyOf({ refreshTokenTtl, reuseGrace, lostResponseWindow }: Config) {
  return {
    refreshTokenTtl: refreshTokenTtl * 1000,
    reuseGrace: reuseGrace * 1000,
    lostResponseWindow: lostResponseWindow * 1000,
  };
}
