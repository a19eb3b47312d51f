import type { KeyFacts } from '../../../issuer/keys/describeKeys.ts';
import { CONFIG_OPTION, defineCommand, JSON_OPTION } from '../command.ts';
import { readKeyFacts } from '../keyFacts.ts';
import { printJson, printTable, showTime } from '../output.ts';
import { readConfig } from '../readConfig.ts';

const HEADINGS = ['KIND', 'STATE', 'ALG', 'SIGNS FROM', 'SIGNS UNTIL', 'VERIFIES UNTIL', 'ID'];

/** Lists the keys. */
export const keysList = defineCommand({
  options: { ...JSON_OPTION, ...CONFIG_OPTION },
  async run({ json, config }, terminal) {
    const read = readConfig(config, terminal);
    const now = terminal.now();
    const keys = [
      ...(await readKeyFacts(read, 'signing', now)),
      ...(await readKeyFacts(read, 'root', now)),
    ].map(shown);
    const rows = keys.map((it) => [
      it.kind,
      it.state,
      it.alg,
      it.signsFrom ?? '-',
      it.signsUntil ?? '-',
      it.verifiesUntil ?? '-',
      it.id,
    ]);
    if (json) printJson(terminal, keys);
    else printTable(terminal, HEADINGS, rows, 'There are no keys yet: a server makes them.');
    return 0;
  },
});

function shown({ signsFrom, signsUntil, verifiesUntil, ...facts }: KeyFacts) {
  const time = (at: number | null) => (at === null ? null : showTime(at));
  return {
    ...facts,
    signsFrom: time(signsFrom === 0 ? null : signsFrom),
    signsUntil: time(signsUntil),
    verifiesUntil: time(verifiesUntil),
  };
}
