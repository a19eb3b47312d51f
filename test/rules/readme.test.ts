import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { post } from '../support/graphqlClient.ts';
import { refreshed, signIn } from '../support/nativeClient.ts';
import { startTestServer } from '../support/startTestServer.ts';

const ROOT = join(import.meta.dirname, '../..');
const readme = await readFile(join(ROOT, 'README.md'), 'utf8');
const manifest = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));

const blocks = (language: string) =>
  [...readme.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 'gs'))].map(([, text]) => text!);

/** Keeps what the README states and drops what it leaves open with an ellipsis. */
function stated(documented: unknown, actual: unknown): unknown {
  if (typeof documented === 'string' && documented.endsWith('…')) {
    return typeof actual === 'string' && actual.startsWith(documented.slice(0, -1))
      ? documented
      : actual;
  }
  if (typeof actual !== 'object' || actual === null) return actual;
  return Object.fromEntries(
    Object.entries(actual).map(([key, value]) => [
      key,
      stated((documented as Record<string, unknown> | undefined)?.[key], value),
    ]),
  );
}

describe('the README', () => {
  it('shows the mutation with the replies that the server gives', async () => {
    await using server = await startTestServer();
    // Real calls hardly ever come at a whole second, and `exp` is one.
    server.clock.advance(250);
    const [query] = blocks('graphql');
    const [, success, refusal] = blocks('json').map((text) => JSON.parse(text));
    const ask = async (refreshToken: string) => {
      const variables = { input: { native: { refreshToken } } };
      return (await post(server.url, { query, variables })).json();
    };
    const first = await signIn(server.url);
    const second = await refreshed(server.url, first.refreshToken);
    const reply = await ask(second.refreshToken);
    expect(stated(success, reply)).toEqual(success);
    const reused = await ask(first.refreshToken);
    expect(stated(refusal, reused)).toEqual(refusal);
  });

  it('lists every issuer with its facts', async () => {
    const site = { url: 'https://drive.example' };
    const endpoints = {
      tokenEndpoint: 'https://a.example/t',
      revocationEndpoint: 'https://a.example/r',
    };
    const env = {
      CLOUDREVE_SITES: JSON.stringify({ site }),
      OAUTH2_PROVIDERS: JSON.stringify({ provider: { ...endpoints, clientId: 'c' } }),
    };
    await using server = await startTestServer({ env });
    const query = '{ issuers { id rotates revokes } }';
    const { data } = (await (await post(server.url, { query })).json()) as {
      data: { issuers: { id: string; rotates: boolean; revokes: boolean }[] };
    };
    for (const { id, rotates, revokes } of data.issuers) {
      const row = readme
        .split('\n')
        .find(
          (line) => line.startsWith('|') && line.includes(`\`${id.replace(/:(.*)/, ':<$1>')}\``),
        );
      const cells = row?.split('|').map((cell) => cell.trim());
      expect([id, cells?.[4], cells?.[5]]).toEqual([id, word(rotates), word(revokes)]);
    }
  });

  it('names only npm scripts and files that exist', () => {
    for (const [, script] of readme.matchAll(/npm run ([\w:]+)/g)) {
      expect(manifest.scripts).toHaveProperty([script!]);
    }
    const paths = [...readme.matchAll(/(?:`|\()((?:[\w.-]+\/)+[\w.-]*)(?:`|\))/g)].map(
      ([, path]) => path!,
    );
    const local = paths.filter((path) => !path.startsWith('data/'));
    expect(local.length).toBeGreaterThan(10);
    expect(local.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });
});

const word = (fact: boolean) => (fact ? 'yes' : 'no');
