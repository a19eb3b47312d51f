import type { Secret } from '../../../domain/secret.ts';
import { CONFIG_OPTION, defineCommand, JSON_OPTION } from '../command.ts';
import { openLocal } from '../openLocal.ts';
import { printJson } from '../output.ts';
import { printRefusal, type ShownRefusal, showRefusal } from '../pair.ts';
import { readConfig } from '../readConfig.ts';
import { readToken, TOKEN_OPTION } from '../readToken.ts';
import { askServer, URL_OPTION } from '../remote.ts';
import type { Terminal } from '../terminal.ts';

const MUTATION = `mutation Revoke($input: RevokeTokenInput!) {
  revokeToken(input: $input) {
    __typename
    ... on RefreshError { code message retryable reauthenticate }
  }
}`;

/** Ends what a refresh token stands for. */
export const tokenRevoke = defineCommand({
  options: { ...TOKEN_OPTION, ...URL_OPTION, ...JSON_OPTION, ...CONFIG_OPTION },
  async run({ file, url, json, config: configFile }, terminal) {
    const { config } = readConfig(configFile, terminal);
    const token = await readToken(file, terminal);
    if (url !== undefined) return report(await revokeAt(url, token), json, terminal);
    await using local = await openLocal(config, terminal);
    const refusal = await local.native.revoke({ refreshToken: token }, local.call);
    return report(refusal && showRefusal(refusal), json, terminal);
  },
});

async function revokeAt(url: string, token: Secret): Promise<ShownRefusal | null> {
  const input = { native: { refreshToken: token.reveal() } };
  const answer = (await askServer(url, MUTATION, { input }, null))['revokeToken'];
  const { __typename: _, ...refusal } = (answer ?? {}) as Record<string, unknown>;
  return 'code' in refusal ? (refusal as unknown as ShownRefusal) : null;
}

// As in RFC 7009, nothing tells an unknown token from one that was ended.
function report(refusal: ShownRefusal | null, json: boolean, terminal: Terminal): number {
  if (refusal !== null) return printRefusal(refusal, json, terminal);
  if (json) printJson(terminal, { revoked: true });
  else terminal.print('The token stands for no session any more.\n');
  return 0;
}
