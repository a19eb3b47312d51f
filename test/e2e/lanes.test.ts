import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { createSchema } from '../../schema/index.ts';
import { randomRequest } from '../fuzz/randomRequest.ts';
import { readTape } from '../fuzz/tape.ts';
import { signIn } from '../support/nativeClient.ts';
import { GATEWAY_KEY, PRODUCTION } from '../support/production.ts';
import { requestCorpus, type Sample } from '../support/requestCorpus.ts';
import { SERVICE_KEY, startTestServer } from '../support/startTestServer.ts';

const HEADERS = [
  'content-type',
  'cache-control',
  'x-content-type-options',
  'referrer-policy',
  'x-correlation-id',
  'vary',
  'allow',
  'retry-after',
  'set-cookie',
  'access-control-allow-origin',
  'access-control-expose-headers',
];
const CORRELATION_ID = '0b9c1f5e-6f0d-4d5e-9b0a-3f1f6f2b7c11';
const ORIGIN = 'https://app.example';

/** A server that answers samples, with tokens and ids in place of what differs between two servers. */
async function lane(fastLane: boolean, env: Readonly<Record<string, string>>) {
  const server = await startTestServer({
    fastLane,
    env: { ISSUER_URL: 'https://auth.example', RATE_LIMITS: 'off', CORS_ORIGINS: ORIGIN, ...env },
  });
  let pair = await signIn(server.url);
  const answer = async ({ headers, body }: Sample) => {
    const needed = JSON.stringify([headers, body]).includes('$');
    // Sessions of one moment are listed in an order of chance.
    if (needed) server.clock.advance(1000);
    pair = needed ? await signIn(server.url) : pair;
    const fill = (text: string) =>
      text
        .replaceAll('$REFRESH', pair.refreshToken)
        .replaceAll('$ACCESS', pair.accessToken)
        .replaceAll('$SERVICE', SERVICE_KEY);
    const response = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-correlation-id': CORRELATION_ID,
        origin: ORIGIN,
        ...JSON.parse(fill(JSON.stringify(headers ?? {}))),
      },
      body: fill(typeof body === 'string' ? body : JSON.stringify(body)),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: HEADERS.map((name) => [name, response.headers.get(name)]),
      body: text.replace(/eyJ[\w-]+\.[\w-]+\.[\w-]+/g, '<token>'),
    };
  };
  const { url } = server;
  return { url, answer, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

/** Sends every document of the corpus so often that it is compiled, without the variables that would make it do something. */
async function teach(url: string): Promise<void> {
  const queries = requestCorpus.flatMap(({ body }) =>
    typeof body === 'object' && body !== null && 'query' in body ? [body.query] : [],
  );
  const headers = { 'content-type': 'application/json' };
  for (const query of new Set(queries)) {
    const body = JSON.stringify({ query });
    for (let times = 0; times < 16; times += 1) {
      await (await fetch(`${url}/graphql`, { method: 'POST', headers, body })).text();
    }
  }
}

it.each([
  ['in development', {}],
  ['in production', PRODUCTION],
  [
    'with persisted operations',
    { PERSISTED_OPERATIONS: 'allow', PERSISTED_OPERATIONS_FILE: '{"x":"{ __typename }"}' },
  ],
])(
  'gives the same answers on the fast lane and on the whole of Yoga, %s',
  async (_name, env) => {
    await using fast = await lane(true, env);
    await using whole = await lane(false, env);
    await teach(fast.url);
    for (const sample of requestCorpus) {
      const [one, other] = await Promise.all([fast.answer(sample), whole.answer(sample)]);
      expect({ name: sample.name, ...one }).toEqual({ name: sample.name, ...other });
      expect(one.status, sample.name).toBeLessThan(500);
      expect(one.body).not.toContain(GATEWAY_KEY);
    }
  },
  30_000,
);

it('gives the same answers to generated requests', async () => {
  await using fast = await lane(true, {});
  await using whole = await lane(false, {});
  const schema = createSchema();
  const numbers = fc.array(fc.nat(10_000), { minLength: 60, maxLength: 200 });
  const given = fc.record({ numbers, mutation: fc.jsonValue({ maxDepth: 3 }) });
  const statuses = new Set<number>();
  for (const it of fc.sample(given, { numRuns: 1000, seed: 20_260_131 })) {
    const tape = readTape(it.numbers);
    const texts = ['', 'a token', 'native', 'user-1'];
    const body = randomRequest({ schema, tape, texts, mutation: it.mutation });
    const sample = { name: 'generated', body: JSON.stringify(body).replaceAll('$', '\\u0024') };
    const [one, other] = await Promise.all([fast.answer(sample), whole.answer(sample)]);
    expect({ sent: body, ...one }).toEqual({ sent: body, ...other });
    statuses.add(one.status);
  }
  expect([...statuses].sort()).toEqual([200, 400]);
});
