import { type Narrowed, narrowGraphQLRequest } from './graphqlRequest.ts';

/** Narrows the query string of a GET; null where it holds no operation, which is for Yoga: GraphiQL, say. */
export function parseQueryString(url: string): Narrowed | null {
  const start = url.indexOf('?');
  if (start === -1) return null;
  const given = new URLSearchParams(url.slice(start + 1));
  if (!['query', 'documentId', 'extensions'].some((name) => given.has(name))) return null;
  const value: Record<string, unknown> = Object.fromEntries(given);
  try {
    for (const name of ['variables', 'extensions']) {
      if (given.has(name)) value[name] = JSON.parse(given.get(name) ?? '');
    }
  } catch {
    const message = 'The variables and extensions of a query string must be JSON.';
    return { ok: false, message };
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
