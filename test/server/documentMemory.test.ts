import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { post } from '../support/graphqlClient.ts';
import { startTestServer } from '../support/startTestServer.ts';

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

/** Megabytes that live on after a collection of garbage. */
function heap(): number {
  collect();
  return process.memoryUsage().heapUsed / 1e6;
}

const AT_ONCE = 8;

/** How many megabytes stay when as many documents, each another one, were answered. */
async function kept(count: number, document: (n: number) => string): Promise<number> {
  await using server = await startTestServer();
  const send = async (n: number) => (await post(server.url, { query: document(n) })).text();
  // What is loaded with the first of a kind is not of the documents.
  for (let n = 1; n <= 5; n += 1) await send(-n);
  const before = heap();
  for (let start = 0; start < count; start += AT_ONCE) {
    await Promise.all(Array.from({ length: AT_ONCE }, (_, n) => send(start + n)));
  }
  return heap() - before;
}

const name = (n: number) => `a${n.toString(36).replace('-', '_')}`;
const aliases = Array.from({ length: 15 }, (_, n) => `a: b${n}`).join(' ');
const nested = `${'a{'.repeat(330)}a${'}'.repeat(330)}`;

describe('what is remembered of ever new documents is little', () => {
  it.each([
    ['with a syntax error', 6000, (n: number) => `{${name(n)}`, 10],
    ['with one mistake', 1600, (n: number) => `{${name(n)}}`, 10],
    ['with a hundred mistakes', 200, (n: number) => `{${aliases} #${n}\n}`, 20],
    ['with as many tokens as they may have', 200, (n: number) => `{${nested} #${n}\n}`, 40],
    ['that are valid, and executed', 3000, (n: number) => `{${name(n)}:__typename}`, 10],
  ])('%s', async (_kind, count, document, most) => {
    expect(await kept(count, document)).toBeLessThan(most);
  });
});
