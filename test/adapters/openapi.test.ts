import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import * as formats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Adapter } from '../../adapters/adapter.ts';
import { createCloudreveAdapter } from '../../adapters/cloudreve.ts';
import { createWalletKitAdapter } from '../../adapters/walletKit.ts';
import type { WalletKitCredential } from '../../adapters/walletKitCredential.ts';
import type { Credential } from '../../domain/issuer.ts';
import { secret } from '../../domain/secret.ts';

const ID = '9f1d3f2a-2f2b-4c57-9f57-0d5f3b0c8a11';

/** A published description, as far as it is used here. */
interface Description {
  readonly servers: readonly { readonly url: string }[];
  readonly paths: Record<string, { readonly post: Operation }>;
}

interface Operation {
  readonly parameters: readonly unknown[];
  readonly requestBody: { readonly content: Record<string, { readonly schema: object }> };
  readonly responses: Record<
    string,
    { readonly content: Record<string, { readonly schema: object; readonly example?: unknown }> }
  >;
}

function describedBy(file: string): Description {
  return parse(readFileSync(new URL(`../fixtures/openapi/${file}`, import.meta.url), 'utf8'));
}

const CLOUDREVE = describedBy('session-token-refresh.openapi.yaml');
const WALLETKIT = describedBy('walletkit-refresh-token.openapi.yaml');

/** Its own words beside JSON Schema (`nullable`, `x-…`) are no reason to refuse it. */
const ajv = new Ajv({ strict: false, allErrors: true });
formats.default.default(ajv);

/** A schema of a description, with the rest at hand for its references. */
const compile = (schema: object, whole: Description) => ajv.compile({ ...schema, ...whole });

const never = (schema: object) => ({ ...schema, additionalProperties: false });

async function sent<C extends Credential>({ refresh }: Adapter<C>, credential: C) {
  const { method, url, headers, body } = await refresh.toRequest(credential, ID);
  return { method, url: url.href, headers, json: JSON.parse(body ?? '') as unknown };
}

const token = { refreshToken: secret('rt') };
const walletKit: WalletKitCredential = { ...token, sessionId: 's1', projectId: 'p1' };

describe("what WalletKit's description says", () => {
  const operation = WALLETKIT.paths['/users/refresh-token']!.post;

  it.each(WALLETKIT.servers.map(({ url }) => url))('is what is sent to %s', async (server) => {
    const request = await sent(createWalletKitAdapter('any', server), walletKit);
    expect(request).toMatchObject({ method: 'POST', url: `${server}/users/refresh-token` });
    const { schema } = operation.requestBody.content[request.headers['Content-Type']!]!;
    const validate = compile(never(schema), WALLETKIT);
    expect([validate(request.json), validate.errors]).toEqual([true, null]);
    expect(validate({ session_id: 's1' })).toBe(false);
  });

  it('lacks the project header, which every call needs all the same', async () => {
    expect(operation.parameters).toEqual([]);
    const { headers } = await sent(createWalletKitAdapter('any', 'https://a.example'), walletKit);
    expect(headers['X-WalletKit-Project-ID']).toBe('p1');
  });
});

describe("what Cloudreve's description says", () => {
  const operation = CLOUDREVE.paths['/session/token/refresh']!.post;
  const adapter = createCloudreveAdapter('home', 'https://drive.example');
  const { schema, example } = operation.responses['200']!.content['application/json']!;

  it('is what is sent to a site, under the base path that it leaves out', async () => {
    expect(CLOUDREVE.servers).toEqual([]);
    const request = await sent(adapter, token);
    const url = 'https://drive.example/api/v4/session/token/refresh';
    expect(request).toMatchObject({ method: 'POST', url });
    expect(request.headers).not.toHaveProperty('Authorization');
    const { schema } = operation.requestBody.content[request.headers['Content-Type']!]!;
    const validate = compile(never(schema), CLOUDREVE);
    expect([validate(request.json), validate.errors]).toEqual([true, null]);
    expect(validate({ refresh_token: 7 })).toBe(false);
  });

  it('has an example that is read as a pair', () => {
    const reply = { type: 'reply', status: 200, retryAfter: null, isJson: true } as const;
    expect(adapter.refresh.fromReply({ ...reply, json: example }, token, 0)).toMatchObject({
      kind: 'Token',
      refreshTokenExpiresAt: Date.parse('2025-10-23T06:58:28.456Z'),
    });
  });

  it('is not what sites answer on failure: they leave `data` out', () => {
    const failure = { code: 40_020, msg: 'Failed to issue token pair' };
    expect(compile(schema, CLOUDREVE)(failure)).toBe(false);
    const reply = { type: 'reply', status: 200, retryAfter: null, isJson: true } as const;
    expect(adapter.refresh.fromReply({ ...reply, json: failure }, token, 0)).toMatchObject({
      code: 'TOKEN_INVALID',
    });
  });
});
