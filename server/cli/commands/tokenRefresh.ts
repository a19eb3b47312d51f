import { CONFIG_OPTION, defineCommand, JSON_OPTION } from '../command.ts';
import { openLocal } from '../openLocal.ts';
import { checkOnly, ONLY_OPTION, PAIR_FIELDS, printPair, show, shownBy } from '../pair.ts';
import { readConfig } from '../readConfig.ts';
import { readToken, TOKEN_OPTION } from '../readToken.ts';
import { askServer, URL_OPTION } from '../remote.ts';

const MUTATION = `mutation Refresh($input: RefreshTokenInput!) {
  refreshToken(input: $input) { __typename ${PAIR_FIELDS} }
}`;

/** Exchanges a refresh token. */
export const tokenRefresh = defineCommand({
  options: { ...TOKEN_OPTION, ...ONLY_OPTION, ...URL_OPTION, ...JSON_OPTION, ...CONFIG_OPTION },
  async run({ file, url, ...values }, terminal) {
    checkOnly(values.only);
    const { config } = readConfig(values.config, terminal);
    const refreshToken = await readToken(file, terminal);
    if (url !== undefined) {
      const input = { native: { refreshToken: refreshToken.reveal() } };
      const data = await askServer(url, MUTATION, { input }, null);
      return printPair(shownBy(data['refreshToken']), values, terminal);
    }
    await using local = await openLocal(config, terminal);
    return printPair(
      show(await local.native.refresh({ refreshToken }, local.call)),
      values,
      terminal,
    );
  },
});
