import { auditServer } from 'graphql-http';
import { expect, it } from 'vitest';
import { PRODUCTION } from '../support/production.ts';
import { startTestServer } from '../support/startTestServer.ts';

/** The audit sends variables with `{ __type(name: $name) }`, and production has no introspection. */
const WITHOUT_INTROSPECTION = ['warn 2EA1', 'error 28B9', 'notice D6D5', 'notice 6A70'];

it.each([
  ['in development', {}, []],
  ['in production', PRODUCTION, WITHOUT_INTROSPECTION],
])(
  'GraphQL over HTTP is spoken as the audit of graphql-http wants it, %s',
  async (_name, env, expected) => {
    await using server = await startTestServer({ env });
    const results = await auditServer({ url: `${server.url}/graphql` });
    const notOk = results.filter(({ status }) => status !== 'ok');
    expect(results.length).toBeGreaterThan(50);
    expect(notOk.map(({ status, id }) => `${status} ${id}`)).toEqual(expected);
    for (const each of notOk) if ('response' in each) await each.response.body?.cancel();
  },
);
