import { isRefreshError } from '../../../domain/refreshError.ts';
import { CONFIG_OPTION, defineCommand, JSON_OPTION } from '../command.ts';
import { CommandError, UsageError } from '../failures.ts';
import { openLocal } from '../openLocal.ts';
import { printJson } from '../output.ts';
import { explainRefusal } from '../pair.ts';
import { readConfig } from '../readConfig.ts';

/** Ends sessions. */
export const sessionsRevoke = defineCommand({
  options: {
    id: { type: 'string', value: 'ID', help: 'end this session' },
    user: { type: 'string', value: 'ID', help: 'end every session of this user' },
    ...JSON_OPTION,
    ...CONFIG_OPTION,
  },
  async run({ id, user, json, config }, terminal) {
    if ((id === undefined) === (user === undefined)) {
      throw new UsageError('One of --id and --user is needed.');
    }
    const selector = id === undefined ? { userId: user ?? '' } : { sessionId: id };
    await using local = await openLocal(readConfig(config, terminal).config, terminal);
    const count = await local.native.revokeSessions(selector, local.call);
    if (isRefreshError(count)) throw new CommandError(explainRefusal(count));
    if (json) printJson(terminal, { count });
    else terminal.print(`Ended ${count} live ${count === 1 ? 'session' : 'sessions'}.\n`);
    return 0;
  },
});
