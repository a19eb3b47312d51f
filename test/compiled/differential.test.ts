import * as fc from 'fast-check';
import {
  type DocumentNode,
  execute,
  getVariableValues,
  Kind,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import { expect, it } from 'vitest';
import { createSchema } from '../../schema/index.ts';
import { compileOperation } from '../../server/graphql/compileOperation.ts';
import { strictVariables } from '../../server/graphql/strictVariables.ts';
import { randomRequest } from '../fuzz/randomRequest.ts';
import { readTape } from '../fuzz/tape.ts';
import { ANSWERS, stubContext } from './stubContext.ts';

const schema = createSchema();
const RUNS = { numRuns: 2500, seed: 20_260_131 };

const requests = fc
  .record({
    numbers: fc.array(fc.nat(10_000), { minLength: 60, maxLength: 200 }),
    mutation: fc.jsonValue({ maxDepth: 3 }),
    answer: fc.constantFrom(...ANSWERS),
  })
  .map(({ numbers, mutation, answer }) => {
    const tape = readTape(numbers);
    const texts = ['', 'a token', 'native', '1'];
    return { ...randomRequest({ schema, tape, texts, mutation }), answer };
  });

/** The document where it passes the rules, as every document does before it is compiled. */
function valid(query: string): DocumentNode | null {
  try {
    const document = parse(query);
    const errors = validate(schema, document, [...specifiedRules, strictVariables]);
    return errors.length === 0 ? document : null;
  } catch {
    return null;
  }
}

const definitionsOf = ({ definitions }: DocumentNode) =>
  definitions.flatMap((it) =>
    it.kind === Kind.OPERATION_DEFINITION ? (it.variableDefinitions ?? []) : [],
  );

it('answers as graphql-js does, asks the use cases for the same, and takes no variables that it would change', async () => {
  const seen = { compiled: 0, run: 0, mutations: 0 };
  await fc.assert(
    fc.asyncProperty(requests, async ({ query, variables, answer }) => {
      const document = valid(query);
      const compiled = document && (await compileOperation(schema, document));
      if (document === null || compiled === null) return;
      seen.compiled += 1;
      if (!compiled.accepts(variables)) return;
      const { errors, coerced } = getVariableValues(schema, definitionsOf(document), variables);
      expect(errors).toBeUndefined();
      expect(JSON.stringify(coerced)).toBe(JSON.stringify(inOrder(variables, coerced)));
      const [ours, theirs] = [stubContext(answer), stubContext(answer)];
      const expected = await execute({
        ...{ schema, document, variableValues: variables, contextValue: theirs.context },
      });
      const actual = await compiled.run(variables, ours.context);
      seen.run += 1;
      seen.mutations += compiled.isQuery ? 0 : 1;
      expect(ours.asked).toEqual(theirs.asked);
      expect(actual.errors === undefined).toBe(expected.errors === undefined);
      if (expected.errors === undefined) {
        expect(JSON.stringify(actual)).toBe(JSON.stringify(expected));
      }
    }),
    RUNS,
  );
  // A generator that never gets there would prove nothing.
  expect(seen.compiled).toBeGreaterThan(RUNS.numRuns / 20);
  expect(seen.run).toBeGreaterThan(RUNS.numRuns / 25);
  expect(seen.mutations).toBeGreaterThan(RUNS.numRuns / 100);
});

/** The members of `value` that `like` has, in its order: graphql-js leaves out what no variable is called. */
function inOrder(value: unknown, like: unknown): unknown {
  if (Array.isArray(like)) return like.map((it, index) => inOrder((value as unknown[])[index], it));
  if (typeof like !== 'object' || like === null) return value;
  return Object.fromEntries(
    Object.entries(like).map(([name, it]) => [name, inOrder(Reflect.get(Object(value), name), it)]),
  );
}
