/** One request to the GraphQL endpoint; `$REFRESH`, `$ACCESS` and `$SERVICE` stand for credentials of the server it is sent to. */
export interface Sample {
  readonly name: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** What is posted; text goes out as it is. */
  readonly body: unknown;
}

const REFRESH =
  'mutation ($input: RefreshTokenInput!) { refreshToken(input: $input) { __typename ... on TokenPair { issuer { id jwksUri } accessToken accessTokenExpiresAt refreshToken rotated } ... on RefreshError { code message retryable reauthenticate correlationId } } }';
const native = (refreshToken: unknown) => ({ input: { native: { refreshToken } } });
const deep = (levels: number) => `${'{ a '.repeat(levels)}${'}'.repeat(levels)}`;
const user = { authorization: 'Bearer $ACCESS' };

const good: readonly Sample[] = [
  { name: 'a refresh', body: { query: REFRESH, variables: native('$REFRESH') } },
  { name: 'a refused refresh', body: { query: REFRESH, variables: native('nonsense') } },
  { name: 'an empty token', body: { query: REFRESH, variables: native('') } },
  {
    name: 'a bad Authorization header',
    headers: { authorization: 'Bearer x' },
    body: { query: REFRESH, variables: native('$REFRESH') },
  },
  { name: 'the issuers', body: { query: '{ issuers { id kind displayName rotates revokes } }' } },
  { name: 'nobody', body: { query: '{ viewer { id } }' } },
  {
    name: 'the viewer',
    headers: user,
    body: { query: '{ viewer { id activeSessions(first: 2) { current userAgent createdAt } } }' },
  },
  {
    name: 'a refusal of a query',
    headers: user,
    body: { query: '{ viewer { activeSessions(first: 101) { id } } }' },
  },
  {
    name: 'issuing',
    headers: { 'x-service-key': '$SERVICE' },
    body: {
      query: 'mutation { issueToken(input: { userId: "u" }) { ... on Token { user { id } } } }',
    },
  },
  {
    name: 'issuing without the key',
    body: {
      query: 'mutation { issueToken(input: { userId: "u" }) { ... on RefreshError { code } } }',
    },
  },
  { name: 'the SDL', body: { query: '{ _service { sdl } }' } },
  {
    name: 'entities',
    headers: user,
    body: {
      query:
        'query ($r: [_Any!]!) { _entities(representations: $r) { ... on User { id } ... on Issuer { kind } } }',
      variables: {
        r: [
          { __typename: 'User', id: 'user-1' },
          { __typename: 'Issuer', id: 'native' },
        ],
      },
    },
  },
  { name: 'introspection', body: { query: '{ __schema { queryType { name } } }' } },
  {
    name: 'a named operation',
    body: { query: 'query A { __typename } query B { issuers { id } }', operationName: 'A' },
  },
  { name: 'null members', body: { query: '{ __typename }', variables: null, operationName: null } },
  {
    name: 'skipped fields',
    body: { query: 'query ($s: Boolean!) { a: __typename @skip(if: $s) }', variables: { s: true } },
  },
];

const hostile: readonly Sample[] = [
  { name: 'malformed JSON', body: '{"query":' },
  { name: 'a batch', body: [{ query: '{ __typename }' }] },
  { name: 'nothing', body: '' },
  { name: 'an unknown member', body: { query: '{ __typename }', x: 1 } },
  { name: 'no query', body: { variables: {} } },
  {
    name: 'an unknown hash',
    body: { extensions: { persistedQuery: { version: 1, sha256Hash: 'ab' } } },
  },
  { name: 'a syntax error', body: { query: '{ viewer { id }' } },
  { name: 'an empty document', body: { query: '' } },
  { name: 'only a fragment', body: { query: 'fragment F on Query { __typename }' } },
  { name: 'an unknown field', body: { query: '{ nope }' } },
  { name: 'a near miss', body: { query: '{ viewers { id } }' } },
  { name: 'no operation of that name', body: { query: '{ __typename }', operationName: 'X' } },
  { name: 'several operations', body: { query: 'query A { __typename } query B { __typename }' } },
  { name: 'a subscription', body: { query: 'subscription { x }' } },
  { name: 'a missing variable', body: { query: REFRESH } },
  { name: 'a wrong variable', body: { query: REFRESH, variables: native({ a: 1 }) } },
  {
    name: 'two members',
    body: {
      query: REFRESH,
      variables: { input: { native: { refreshToken: 'a' }, cloudreve: { refreshToken: 'a' } } },
    },
  },
  { name: 'no member', body: { query: REFRESH, variables: { input: {} } } },
  { name: 'a null member', body: { query: REFRESH, variables: { input: { native: null } } } },
  {
    name: 'a bad literal',
    body: { query: 'mutation { refreshToken(input: { native: 1 }) { __typename } }' },
  },
  { name: 'too deep', body: { query: deep(40) } },
  { name: 'too many tokens', body: { query: `{ ${'__typename '.repeat(1001)} }` } },
  {
    name: 'too many directives',
    body: { query: `{ __typename ${'@include(if: true) '.repeat(11)} }` },
  },
  {
    name: 'too many aliases',
    body: { query: `{ ${Array.from({ length: 31 }, (_, n) => `a${n}: __typename`).join(' ')} }` },
  },
  { name: 'too many fields', body: { query: `{ ${'__typename '.repeat(501)} }` } },
  {
    name: 'too many repeats',
    body: { query: `{ ${'issuers { id } '.repeat(31)} }` },
  },
  {
    name: 'too many entities',
    body: {
      query: 'query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }',
      variables: { r: Array.from({ length: 501 }, () => ({})) },
    },
  },
  {
    name: 'nesting without end',
    body: `{"query":"query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }","variables":{"r":${'['.repeat(7000)}${']'.repeat(7000)}}}`,
  },
  { name: 'an unknown directive', body: { query: '{ __typename @nope }' } },
  {
    name: 'a fragment cycle',
    body: { query: '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }' },
  },
  {
    name: 'two refreshes',
    body: {
      query: `mutation { a: refreshToken(input: { native: { refreshToken: "a" } }) { __typename } b: refreshToken(input: { native: { refreshToken: "b" } }) { __typename } }`,
    },
  },
  {
    name: 'an entity of another subgraph',
    body: {
      query: '{ _entities(representations: [{ __typename: "Nope", id: "1" }]) { __typename } }',
    },
  },
  { name: '@defer', body: { query: '{ ... @defer { __typename } }' } },
];

const ACCEPTS = [
  '*/*',
  'application/json',
  'application/graphql-response+json',
  'text/html',
  'image/png',
];

/** Good and hostile requests, each with every way of asking for a media type that matters. */
export const requestCorpus: readonly Sample[] = [...good, ...hostile].flatMap((sample) =>
  ACCEPTS.map((accept) => ({
    ...sample,
    name: `${sample.name}, ${accept}`,
    headers: { ...sample.headers, accept },
  })),
);
