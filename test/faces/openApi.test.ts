import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { oauth2Operations } from '../../server/oauth2/oauth2Operations.ts';
import type { OpenApiDocument } from '../../server/openapi/openApiDocument.ts';
import { sessionTokenOperations } from '../../server/rest/sessionTokenOperations.ts';
import { walletKitOperations } from '../../server/rest/walletKitOperations.ts';
import { signIn } from '../support/nativeClient.ts';
import { startTestServer } from '../support/startTestServer.ts';
import { type Answer, sendForm, sendJson } from './faceClients.ts';
import { basic, SECRET, startOAuth2 } from './startOAuth2.ts';
import { PROJECT, startWithWalletKit } from './startWithWalletKit.ts';

type Operation = {
  responses: Record<string, { content?: Record<string, { schema: { $ref: string } }> }>;
};

const fetchDocument = async (url: string) =>
  (await (await fetch(`${url}/openapi.json`)).json()) as OpenApiDocument;

/** What is wrong with a reply, by our own document. */
async function problems(url: string, path: string, method: string, answer: Answer) {
  const document = await fetchDocument(url);
  const operation = document.paths[path]![method] as Operation;
  const schema = operation.responses[answer.status]?.content?.['application/json']?.schema;
  if (schema === undefined) return [`${answer.status} is not described`];
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  const validate = ajv.compile({ ...schema, components: document.components });
  return validate(answer.body) ? [] : validate.errors!.map(({ message }) => message);
}

describe('GET /openapi.json', () => {
  it('is an OpenAPI 3.1 document whose references all resolve', async () => {
    await using server = await startTestServer();
    const document = await fetchDocument(server.url);
    expect(document.openapi).toMatch(/^3\.1\./);
    expect(document.servers).toEqual([{ url: server.url }]);
    const names = Object.keys(document.components.schemas);
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]*)"/g)];
    expect(references.length).toBeGreaterThan(20);
    for (const [, reference] of references) {
      expect(names.map((name) => `#/components/schemas/${name}`)).toContain(reference);
    }
    const ids = Object.values(document.paths).flatMap((methods) =>
      Object.values(methods).map((operation) => (operation as { operationId: string }).operationId),
    );
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('describes exactly the operations that are served', async () => {
    await using server = await startTestServer();
    const all = [...sessionTokenOperations, ...walletKitOperations, ...oauth2Operations];
    expect(all).toHaveLength(10);
    for (const { method, path } of all) {
      const served = await fetch(`${server.url}${path}`, { method: method.toUpperCase() });
      expect([path, [404, 405].includes(served.status)]).toEqual([path, false]);
      const refused = await fetch(`${server.url}${path}`, { method: 'PUT' });
      expect(refused.headers.get('allow')).toBe(method.toUpperCase());
    }
  });

  it('describes what the native faces answer', async () => {
    await using server = await startOAuth2();
    const { url } = server;
    const { refreshToken, accessToken } = await signIn(url, 'ada', { scope: ['read'] });
    const refreshPath = '/session/token/refresh';
    for (const refresh_token of [refreshToken, 'unknown', '', 'x'.repeat(17_000)]) {
      const answer = await sendJson(`${url}${refreshPath}`, { refresh_token });
      expect(await problems(url, refreshPath, 'post', answer)).toEqual([]);
    }
    const forms: [string, Record<string, string>, Record<string, string>][] = [
      ['/oauth2/token', { grant_type: 'refresh_token', refresh_token: refreshToken }, {}],
      ['/oauth2/token', {}, {}],
      ['/oauth2/token', {}, basic('backend', 'wrong')],
      ['/oauth2/introspect', { token: accessToken }, basic('backend', SECRET)],
      ['/oauth2/introspect', { token: 'unknown' }, basic('backend', SECRET)],
    ];
    for (const [path, fields, headers] of forms) {
      const answer = await sendForm(`${url}${path}`, fields, headers);
      expect(await problems(url, path, 'post', answer)).toEqual([]);
    }
    const ended = await sendJson(`${url}/session/token`, { refresh_token: 'r' }, {}, 'DELETE');
    expect(await problems(url, '/session/token', 'delete', ended)).toEqual([]);
  });

  it('describes what the WalletKit face answers', async () => {
    await using world = await startWithWalletKit();
    const path = '/walletkit/testnet/users/refresh-token';
    const { id: session_id, refresh_token } = world.session;
    for (const body of [{ session_id, refresh_token }, { session_id, refresh_token }, {}]) {
      const headers = { 'X-WalletKit-Project-ID': PROJECT };
      const answer = await sendJson(`${world.url}${path}`, body, headers);
      expect(await problems(world.url, path, 'post', answer)).toEqual([]);
    }
  });

  it('would see a reply that it does not describe', async () => {
    await using server = await startTestServer();
    const answer = { status: 200, headers: new Headers(), body: { code: 'zero' } };
    const found = await problems(server.url, '/session/token/refresh', 'post', answer);
    expect(found).toContain('must be integer');
  });
});

describe('GET /openapi', () => {
  it('shows the document in development, and loads and runs nothing', async () => {
    await using server = await startTestServer();
    const page = await fetch(`${server.url}/openapi`);
    const html = await page.text();
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(html).toContain('POST /walletkit/mainnet/users/refresh-token');
    expect(html).not.toMatch(/<script|https?:\/\/(?!json-schema)/);
    for (const [, name] of html.matchAll(/href="#(\w+)"/g)) expect(html).toContain(`id="${name}"`);
  });

  it('is not there in production, where the document still is', async () => {
    await using server = await startTestServer({
      env: {
        NODE_ENV: 'production',
        ROOT_SECRET: 'a root secret of the tests, 0123456789',
        SIGNING_ALG: 'HS256',
      },
    });
    expect((await fetch(`${server.url}/openapi`)).status).toBe(404);
    expect((await fetch(`${server.url}/openapi.json`)).status).toBe(200);
  });
});
