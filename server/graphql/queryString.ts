import { MAX_NESTING, parseJson } from '../http/parseJson.ts';
import { type Narrowed, narrowGraphQLRequest } from './graphqlRequest.ts';

const PROBLEMS = {
  'not-json': 'The variables and extensions of a query string must be JSON.',
  'too-deep': `The variables and extensions must not be nested more than ${MAX_NESTING} levels deep.`,
};

/** Any of these makes a GET an operation. Yoga would quote what it cannot parse of them. */
const PARAMETERS = ['query', 'documentId', 'operationName', 'variables', 'extensions'];

/** Narrows the query string of a GET; null where it holds no operation, which is for Yoga: GraphiQL, say. */
export function parseQueryString(url: string): Narrowed | null {
  const start = url.indexOf('?');
  if (start === -1) return null;
  const given = new URLSearchParams(url.slice(start + 1));
  if (!PARAMETERS.some((name) => given.has(name))) return null;
  const value: Record<string, unknown> = Object.fromEntries(given);
  for (const name of ['variables', 'extensions']) {
    const text = given.get(name);
    if (text === null) continue;
    const parsed = parseJson(text);
    if (!parsed.ok) return { ok: false, message: PROBLEMS[parsed.problem] };
    value[name] = parsed.value;
  }
  return narrowGraphQLRequest(value);
}

/** The same GET with the document in it, for Yoga. */
export function withQuery(url: string, query: string): string {
  const [path = '/', search = ''] = url.split(/\?(.*)/s);
  const given = new URLSearchParams(search);
  given.delete('documentId');
  given.set('query', query);
  return `${path}?${given}`;
}
