import { CONFIG_OPTION, defineCommand, JSON_OPTION } from '../command.ts';
import { openPersistentStore } from '../openLocal.ts';
import { printJson } from '../output.ts';
import { readConfig } from '../readConfig.ts';
import { readStore } from '../readStore.ts';

/** Brings the tables up to date. */
export const dbMigrate = defineCommand({
  options: { ...JSON_OPTION, ...CONFIG_OPTION },
  async run({ json, config: file }, terminal) {
    const { config } = readConfig(file, terminal);
    const store = await openPersistentStore(config, { create: true });
    await store.close();
    const { kind, applied } = await readStore(config, terminal.now);
    if (json) printJson(terminal, { kind, applied });
    else terminal.print(`The store (${kind}) is up to date: migration ${applied}.\n`);
    return 0;
  },
});
