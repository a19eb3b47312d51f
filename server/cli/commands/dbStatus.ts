import { CONFIG_OPTION, defineCommand, JSON_OPTION } from '../command.ts';
import { printJson } from '../output.ts';
import { readConfig } from '../readConfig.ts';
import { readStore } from '../readStore.ts';

/** Looks at the store. */
export const dbStatus = defineCommand({
  options: { ...JSON_OPTION, ...CONFIG_OPTION },
  async run({ json, config: file }, terminal) {
    const { config } = readConfig(file, terminal);
    const status = await readStore(config, terminal.now);
    if (json) printJson(terminal, status);
    else {
      const { kind, applied, known, sessions } = status;
      terminal.print(`store       ${kind}\nmigrations  ${applied} of ${known}\n`);
      terminal.print(`sessions    ${sessions}\n`);
    }
    return status.applied === status.known ? 0 : 1;
  },
});
