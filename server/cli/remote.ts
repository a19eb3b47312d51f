import { createHttp } from '../../adapters/http.ts';
import type { Secret } from '../../domain/secret.ts';
import type { Options } from './command.ts';
import { CommandError, UsageError } from './failures.ts';

/** The option of every command that can ask a running server instead of opening its store. */
export const URL_OPTION = {
  url: { type: 'string', value: 'URL', help: 'ask the server at URL instead of opening the store' },
} as const satisfies Options;

const TIMEOUT_MS = 20_000;

/** Asks a server by GraphQL and gives the data; throws a `CommandError` where it cannot be asked. */
export async function askServer(
  url: string,
  query: string,
  variables: object,
  serviceKey: Secret | null,
): Promise<Readonly<Record<string, unknown>>> {
  const http = createHttp({ timeoutMs: TIMEOUT_MS, allowPrivate: true });
  try {
    const outcome = await http.send({
      method: 'POST',
      url: endpoint(url),
      headers: {
        'Content-Type': 'application/json',
        ...(serviceKey && { 'X-Service-Key': serviceKey.reveal() }),
      },
      body: JSON.stringify({ query, variables }),
    });
    if (outcome.type === 'reply') return dataOf(outcome.json, outcome.status);
    throw new CommandError(`The server cannot be reached (${outcome.code ?? outcome.reason}).`);
  } finally {
    await http.close();
  }
}

function endpoint(text: string): URL {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new UsageError('--url must be an address.');
  const isLocal = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(url.hostname);
  if (url.protocol === 'http:' && !isLocal) {
    throw new UsageError('--url must use https, unless its host is this machine.');
  }
  if (!url.pathname.endsWith('/graphql')) url.pathname = url.pathname.replace(/\/*$/, '/graphql');
  return url;
}

function dataOf(json: unknown, status: number): Readonly<Record<string, unknown>> {
  const { data, errors } = (json ?? {}) as { data?: object | null; errors?: unknown };
  if (typeof data === 'object' && data !== null && errors === undefined) return { ...data };
  const code = codeOf(errors);
  const what =
    code === null ? 'did not answer as RefreshQL does' : `does not take the request: ${code}`;
  throw new CommandError(`The server ${what} (HTTP ${status}).`);
}

/** Nothing else of what a server says is repeated. */
function codeOf(errors: unknown): string | null {
  const code = Array.isArray(errors) ? errors[0]?.extensions?.code : null;
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,60}$/.test(code) ? code : null;
}
