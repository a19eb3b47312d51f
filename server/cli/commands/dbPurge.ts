import { purgeDead } from '../../../issuer/purgeDead.ts';
import { CONFIG_OPTION, defineCommand, JSON_OPTION } from '../command.ts';
import { openPersistentStore } from '../openLocal.ts';
import { printJson } from '../output.ts';
import { readConfig } from '../readConfig.ts';

/** Deletes what is dead. */
export const dbPurge = defineCommand({
  options: { ...JSON_OPTION, ...CONFIG_OPTION },
  async run({ json, config: file }, terminal) {
    const { config } = readConfig(file, terminal);
    await using store = await openPersistentStore(config);
    const { auditRetention } = config;
    const purged = await purgeDead(store.sessions, {
      now: terminal.now(),
      auditRetention,
      replies: store.replies,
      maxBatches: Number.POSITIVE_INFINITY,
    });
    if (json) printJson(terminal, purged);
    else {
      const { sessions, auditEntries, replies } = purged;
      terminal.print(
        `Deleted ${sessions} sessions, ${auditEntries} audit entries, ${replies} kept replies.\n`,
      );
    }
    return 0;
  },
});
