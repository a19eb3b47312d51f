import { createYoga, type Plugin } from 'graphql-yoga';
import { describe, expect, it } from 'vitest';
import { createSchema } from '../../schema/index.ts';
import { safety } from '../../server/graphql/safety.ts';

/** Validates a text as requests are, and counts the fields that rules without a bound of their own look at. */
function validated(text: string) {
  let looked = 0;
  const counting: Plugin = {
    onValidate: ({ addValidationRule }) =>
      addValidationRule(() => ({
        Field() {
          looked += 1;
        },
      })),
  };
  const plugins = [...safety({ introspection: true }), counting];
  const { schema, parse, validate } = createYoga({
    schema: createSchema(),
    plugins,
    logging: false,
  }).getEnveloped({});
  const errors: readonly Error[] = validate(schema, parse(text));
  return { looked, messages: errors.map(({ message }) => message) };
}

const REPEATS = 'The operation asks for a field of one object more than 64 times.';
const FIELDS = 'The document has more than 500 fields, its fragments written out.';

const times = (count: number, text: (n: number) => string) =>
  Array.from({ length: count }, (_, n) => text(n)).join(' ');

describe('a document that exceeds a bound costs no other rule anything', () => {
  it.each([
    ['repeats', `{ ${times(249, () => 'issuers { id }')} }`, REPEATS],
    [
      'repeats without a fragment',
      `{ __typename } fragment F on Query { ${times(200, () => 'issuers { id }')} }`,
      'Fragment "F" is never used.',
    ],
    ['fields', `{ ${times(150, () => 'issuers { id kind jwksUri }')} }`, FIELDS],
    [
      'fields of all operations',
      `${times(100, (n) => `query Q${n} { ...F }`)} fragment F on Query { ${times(10, (n) => `a${n}: __typename`)} }`,
      FIELDS,
    ],
    [
      'depth',
      `{ ${'viewer { '.repeat(12)} id ${'} '.repeat(12)} }`,
      'The operation is nested more than 10 levels deep.',
    ],
    [
      'directives',
      `{ __typename ${'@include(if: true) '.repeat(11)} }`,
      'The operation has more than 10 directives.',
    ],
    [
      'refreshes',
      `mutation { ${times(2, (n) => `a${n}: refreshToken(input: { native: { refreshToken: "x" } }) { __typename }`)} }`,
      'An operation may call "refreshToken" only once.',
    ],
  ])('%s', (_bound, text, message) => {
    expect(validated(text)).toEqual({ looked: 0, messages: [message] });
  });

  it('while one that keeps them all is looked at by each', () => {
    expect(validated('{ issuers { id } }')).toEqual({ looked: 2, messages: [] });
  });
});

describe('an operation may ask for a field of one object 64 times and no more', () => {
  it.each([
    ['as it is', (n: number) => `{ ${times(n, () => '__typename')} }`],
    ['by one alias', (n: number) => `{ ${times(n, () => 'a: __typename')} }`],
    ['in inline fragments', (n: number) => `{ ${times(n, () => '... { __typename }')} }`],
    [
      'in as many fragments',
      (n: number) =>
        `{ ${times(n, (i) => `...F${i}`)} } ${times(n, (i) => `fragment F${i} on Query { __typename }`)}`,
    ],
    [
      'below fields that are asked for less often',
      (n: number) =>
        `{ issuers { ${times(n - 10, () => 'id')} } issuers { ${times(10, () => 'id')} } }`,
    ],
    [
      'below one fragment that each of them spreads',
      (n: number) =>
        `{ ${times(10, () => 'issuers { ...F }')} issuers { ${times(n - 1, () => 'id')} } } fragment F on Issuer { id }`,
    ],
  ])('%s', (_way, document) => {
    expect(validated(document(64)).messages).toEqual([]);
    expect(validated(document(65)).messages).toEqual([REPEATS]);
  });

  it('and of each of several objects', () => {
    const each = times(64, () => 'id');
    const text = `{ ${times(5, (n) => `a${n}: issuers { ${each} }`)} }`;
    expect(validated(text).messages).toEqual([]);
  });
});
