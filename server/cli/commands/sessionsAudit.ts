import { CONFIG_OPTION, defineCommand, JSON_OPTION } from '../command.ts';
import { UsageError } from '../failures.ts';
import { openPersistentStore } from '../openLocal.ts';
import { printJson, printTable, showTime } from '../output.ts';
import { readConfig } from '../readConfig.ts';
import { wholeNumber } from '../wholeNumber.ts';

const HEADINGS = ['AT', 'WHAT', 'SESSION', 'USER', 'REQUEST'];

/** Reads the audit trail. */
export const sessionsAudit = defineCommand({
  options: {
    id: { type: 'string', value: 'ID', help: 'the trail of this session' },
    user: { type: 'string', value: 'ID', help: 'the trail of this user' },
    first: { type: 'string', value: 'N', help: 'how many entries at most; 50 without it' },
    ...JSON_OPTION,
    ...CONFIG_OPTION,
  },
  async run({ id, user, first, json, config }, terminal) {
    if ((id === undefined) === (user === undefined)) {
      throw new UsageError('One of --id and --user is needed.');
    }
    const limit = wholeNumber('--first', first, 50, 1, 10_000);
    await using store = await openPersistentStore(readConfig(config, terminal).config);
    const selector = id === undefined ? { userId: user ?? '' } : { sessionId: id };
    const trail = (await store.sessions.audit(selector, limit)).map((it) => ({
      at: showTime(it.at),
      type: it.type,
      sessionId: it.sessionId,
      userId: it.userId,
      correlationId: it.correlationId,
    }));
    const rows = trail.map((it) => Object.values(it).map((value) => value ?? '-'));
    if (json) printJson(terminal, trail);
    else printTable(terminal, HEADINGS, rows, 'Nothing is recorded.');
    return 0;
  },
});
