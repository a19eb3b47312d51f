import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { narrowGraphQLRequest } from '../../server/graphql/graphqlRequest.ts';

const text = z.string().nullish();
const object = z.looseObject({}).nullish();
const oracle = z.strictObject({
  query: text,
  documentId: text,
  operationName: text,
  variables: object,
  extensions: object,
});

const value = fc.oneof(
  fc.constantFrom(null, true, 0, '', '{ __typename }', [], ['a'], {}, { input: { native: null } }),
  fc.jsonValue({ maxDepth: 2 }),
);
const name = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...Object.keys(oracle.shape)) },
  { weight: 1, arbitrary: fc.constantFrom('querY', '__proto__', 'constructor', '') },
);
// Parsed JSON may have a member of its own by any name, `__proto__` too.
const members = fc
  .array(fc.tuple(name, value), { maxLength: 6 })
  .map((entries) =>
    JSON.parse(
      `{${entries.map((entry) => entry.map((it) => JSON.stringify(it)).join(':')).join()}}`,
    ),
  );

describe('the members of a GraphQL request', () => {
  it('are accepted just where a schema of them accepts them, and then handed on as they are', () => {
    const seen = { accepted: 0, refused: 0 };
    fc.assert(
      fc.property(
        fc.oneof({ weight: 9, arbitrary: members }, { weight: 1, arbitrary: value }),
        (given) => {
          const narrowed = narrowGraphQLRequest(given);
          expect(narrowed.ok).toBe(oracle.safeParse(given).success);
          if (narrowed.ok) expect(narrowed.request).toEqual(given);
          seen[narrowed.ok ? 'accepted' : 'refused'] += 1;
        },
      ),
      { numRuns: 2000 },
    );
    expect(Math.min(seen.accepted, seen.refused)).toBeGreaterThan(200);
  });

  it.each([
    ['query', { query: ['{ __typename }'] }],
    ['documentId', { documentId: 7 }],
    ['operationName', { query: '{ __typename }', operationName: {} }],
    ['variables', { query: '{ __typename }', variables: 'a secret' }],
    ['extensions', { query: '{ __typename }', extensions: [] }],
  ])('are named where they are of the wrong type: %s', (member, given) => {
    const message = `The member "${member}" is missing or of the wrong type.`;
    expect(narrowGraphQLRequest(given)).toEqual({ ok: false, message });
  });

  it('are listed, and not repeated, where there is one that is not known', () => {
    const narrowed = narrowGraphQLRequest({ query: '{ __typename }', refreshToken: 'a secret' });
    const message =
      'The request must be a JSON object with no members but query, documentId, operationName, variables, extensions.';
    expect(narrowed).toEqual({ ok: false, message });
  });
});
