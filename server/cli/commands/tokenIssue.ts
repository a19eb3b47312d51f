import { existsSync } from 'node:fs';
import type { Secret } from '../../../domain/secret.ts';
import { issueTokenInput } from '../../../resolvers/issueToken.ts';
import type { Config } from '../../config.ts';
import { serviceKeyFile, withServiceKey } from '../../serviceKey.ts';
import { CONFIG_OPTION, defineCommand, JSON_OPTION } from '../command.ts';
import { UsageError } from '../failures.ts';
import { openLocal } from '../openLocal.ts';
import { checkOnly, ONLY_OPTION, PAIR_FIELDS, printPair, show, shownBy } from '../pair.ts';
import { readConfig } from '../readConfig.ts';
import { askServer, URL_OPTION } from '../remote.ts';

const MUTATION = `mutation Issue($input: IssueTokenInput!) {
  issueToken(input: $input) { __typename ${PAIR_FIELDS} }
}`;

/** Starts a session. */
export const tokenIssue = defineCommand({
  options: {
    user: { type: 'string', value: 'ID', help: 'the user whose session it is' },
    scope: { type: 'string', value: '"A B"', help: 'the scope, separated by spaces' },
    audience: { type: 'string', value: '"A B"', help: 'further audiences, separated by spaces' },
    ...ONLY_OPTION,
    ...URL_OPTION,
    ...JSON_OPTION,
    ...CONFIG_OPTION,
  },
  async run({ user, scope, audience, url, ...values }, terminal) {
    checkOnly(values.only);
    const input = { userId: user, scope: words(scope), audience: words(audience) };
    const parsed = issueTokenInput.safeParse({ ...input, userAgent: 'refreshql token issue' });
    if (!parsed.success)
      throw new UsageError(
        '--user is needed; --scope and --audience may be given, at most 3 KB of them.',
      );
    const { config } = readConfig(values.config, terminal);
    if (url !== undefined) {
      const serviceKey = await keptServiceKey(config);
      const data = await askServer(url, MUTATION, { input: parsed.data }, serviceKey);
      return printPair(shownBy(data['issueToken']), values, terminal);
    }
    await using local = await openLocal(config, terminal, { create: true });
    const session = {
      userId: parsed.data.userId,
      scope: parsed.data.scope ?? null,
      audience: parsed.data.audience ?? [],
      userAgent: 'refreshql token issue',
      ipAddress: null,
    };
    return printPair(show(await local.native.issue(session, local.call)), values, terminal);
  },
});

/** The key of a development server over the same directory; none is made for the asking. */
async function keptServiceKey(config: Config): Promise<Secret | null> {
  const isKept = existsSync(serviceKeyFile(config));
  return isKept ? (await withServiceKey(config)).serviceKey : config.serviceKey;
}

const words = (text: string | undefined) => text?.split(/\s+/).filter((it) => it !== '') ?? null;
