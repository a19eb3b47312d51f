import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { logEvents } from '../../server/log.ts';
import { memoryLog } from '../server/logSupport.ts';
import { startTestServer } from './startTestServer.ts';

/** The only places that may carry a token out: members of these names in a JSON reply. */
const TOKEN_MEMBERS =
  /^(?:accessToken|refreshToken|access_token|refresh_token|token|accessTokenJwt|refreshTokenJwt)$/;

/** Part of every made-up token of a canary run. */
export const MARKER = 'rt_CANARY_9f8e7d6c5b4a';

/** A server that is listened to from all sides, while callers send it tokens that would be noticed anywhere. */
export async function startCanaryServer(
  dataDir: string,
  env: Readonly<Record<string, string>> = {},
) {
  const log = memoryLog('trace');
  const server = await startTestServer({ dataDir, env, emit: logEvents(log.log) });
  const tokens = new Set<string>();
  const seen: { readonly from: string; readonly text: string }[] = [];

  /** Takes the tokens out of where they belong, and keeps the rest to be searched. */
  const withoutTokens = (key: string, value: unknown) => {
    if (typeof value !== 'string' || !TOKEN_MEMBERS.test(key)) return value;
    tokens.add(value);
    return undefined;
  };

  async function send(path: string, init: RequestInit = {}) {
    const response = await fetch(server.url + path, { redirect: 'manual', ...init });
    const text = await response.text();
    const from = `${init.method ?? 'GET'} ${path.split('?')[0]} ${response.status}`;
    seen.push({ from, text: JSON.stringify([...response.headers]) });
    const isJson = response.headers.get('content-type')?.includes('json') === true;
    const body = isJson && text !== '' ? JSON.parse(text) : text;
    seen.push({ from, text: isJson ? JSON.stringify(body, withoutTokens) : text });
    return { status: response.status, body };
  }

  /** Everything that left the process or was written down, with where it was found. */
  async function everything() {
    const files = await readdir(dataDir);
    const stored = files.filter((name) => name.startsWith('refreshql.db'));
    return [
      ...seen,
      { from: 'the log', text: log.text() },
      { from: 'the metrics', text: await (await fetch(`${server.url}/metrics`)).text() },
      { from: 'the events', text: inspect(server.events, { depth: 10, maxStringLength: null }) },
      { from: 'the events as JSON', text: JSON.stringify(server.events) },
      ...(await Promise.all(
        stored.map(async (name) => ({
          from: name,
          text: (await readFile(join(dataDir, name))).toString('latin1'),
        })),
      )),
    ];
  }

  /** Where the marker, or a token or its signature or claims, was found. */
  async function leaks(): Promise<readonly string[]> {
    const parts = [...tokens].flatMap((token) => [token, ...token.split('.').slice(1)]);
    const needles = [MARKER, ...parts.filter((part) => part.length >= 20)];
    const places = await everything();
    return places
      .filter(({ text }) => needles.some((needle) => text.includes(needle)))
      .map(({ from, text }) => `${from}: ${text.slice(0, 300)}`);
  }

  return {
    server,
    tokens,
    send,
    leaks,
    places: async () => (await everything()).map(({ from }) => from),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

/** What a canary run sends with. */
export type CanaryServer = Awaited<ReturnType<typeof startCanaryServer>>;
