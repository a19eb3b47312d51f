import { isRefreshError } from '../../../domain/refreshError.ts';
import { CONFIG_OPTION, defineCommand, JSON_OPTION } from '../command.ts';
import { CommandError, UsageError } from '../failures.ts';
import { openLocal } from '../openLocal.ts';
import { printJson, printTable, showTime } from '../output.ts';
import { explainRefusal } from '../pair.ts';
import { readConfig } from '../readConfig.ts';
import { wholeNumber } from '../wholeNumber.ts';

const HEADINGS = ['ID', 'CREATED', 'REFRESHED', 'EXPIRES', 'ADDRESS', 'USER AGENT'];

/** Lists the live sessions of a user. */
export const sessionsList = defineCommand({
  options: {
    user: { type: 'string', value: 'ID', help: 'whose sessions' },
    first: { type: 'string', value: 'N', help: 'how many at most; 50 without it' },
    ...JSON_OPTION,
    ...CONFIG_OPTION,
  },
  async run({ user, first, json, config }, terminal) {
    if (user === undefined) throw new UsageError('--user is needed.');
    const limit = wholeNumber('--first', first, 50, 1, 10_000);
    await using local = await openLocal(readConfig(config, terminal).config, terminal);
    const found = await local.native.activeSessions([user], limit, local.call);
    if (isRefreshError(found)) throw new CommandError(explainRefusal(found));
    const sessions = (found.get(user) ?? []).map((it) => ({
      id: it.id,
      createdAt: showTime(it.createdAt),
      lastRefreshedAt: it.lastRefreshedAt === null ? null : showTime(it.lastRefreshedAt),
      expiresAt: showTime(it.expiresAt),
      ipAddress: it.ipAddress,
      userAgent: it.userAgent,
    }));
    const rows = sessions.map((it) => Object.values(it).map((value) => value ?? '-'));
    if (json) printJson(terminal, sessions);
    else printTable(terminal, HEADINGS, rows, 'The user has no live session.');
    return 0;
  },
});
