import { narrowGraphQLRequest } from './graphqlRequest.ts';

/** Checks the query string of a GET: null, or a sentence that says what is wrong with it. No query at all is for Yoga. */
export function parseQueryString(url: string): string | null {
  const start = url.indexOf('?');
  if (start === -1) return null;
  const given = new URLSearchParams(url.slice(start + 1));
  if (!given.has('query')) return null;
  const value: Record<string, unknown> = Object.fromEntries(given);
  try {
    for (const name of ['variables', 'extensions']) {
      if (given.has(name)) value[name] = JSON.parse(given.get(name) ?? '');
    }
  } catch {
    return 'The variables and extensions of a query string must be JSON.';
  }
  const narrowed = narrowGraphQLRequest(value);
  return narrowed.ok ? null : narrowed.message;
}
