import { setTimeout as delay } from 'node:timers/promises';
import { print } from 'graphql';
import { Pool } from 'undici';
import { RefreshToken } from '../documents/refreshToken.ts';
import { signIn } from '../support/nativeClient.ts';

/** What one refresh came to: a new token, a code, or no answer at all. */
export type Answer = { readonly token: string } | { readonly code: string } | 'lost';

/** One client of the crowd: the token it holds, and what it was last told. */
export interface Member {
  token: string;
  answer: Answer | null;
}

/** Signs clients in, each as another user. */
export async function gather(url: string, size: number): Promise<Member[]> {
  const members: Member[] = [];
  for (let index = 0; index < size; index += 50) {
    const some = Array.from({ length: Math.min(50, size - index) }, (_, i) =>
      signIn(url, `user-${index + i}`),
    );
    for (const { refreshToken } of await Promise.all(some)) {
      members.push({ token: refreshToken, answer: null });
    }
  }
  return members;
}

/** How many of a crowd ask at a time. */
export const CONNECTIONS = 100;

/** Lets every client refresh once, all at the same time; each keeps the token that it gets, `each` hears of it. */
export async function refreshAll(
  url: string,
  members: readonly Member[],
  each: () => void = () => {},
  connections = CONNECTIONS,
): Promise<void> {
  const pool = new Pool(url, { connections, headersTimeout: 20_000, bodyTimeout: 20_000 });
  await Promise.all(members.map((member) => refresh(pool, member).then(each)));
  await pool.destroy();
}

/** Lets a client refresh again and again until a signal is aborted; `each` sees every answer. */
export async function keepRefreshing(
  url: string,
  member: Member,
  signal: AbortSignal,
  each: (answer: Answer) => void,
): Promise<void> {
  const pool = new Pool(url, { connections: 1 });
  while (!signal.aborted) {
    await refresh(pool, member);
    each(member.answer ?? 'lost');
    // Who is refused for now asks again in a moment, as clients do.
    if (member.answer === 'lost' || 'code' in (member.answer ?? {})) await delay(20);
  }
  await pool.close();
}

const QUERY = print(RefreshToken);

async function refresh(pool: Pool, member: Member): Promise<void> {
  const variables = { input: { native: { refreshToken: member.token } } };
  try {
    const { body } = await pool.request({
      path: '/graphql',
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: QUERY, variables }),
    });
    const { data } = (await body.json()) as { data: { refreshToken: Reply } };
    const { refreshToken: token, code = 'no code' } = data.refreshToken;
    member.answer = token === undefined ? { code } : { token };
    if (token !== undefined) member.token = token;
  } catch {
    member.answer = 'lost';
  }
}

interface Reply {
  readonly refreshToken?: string;
  readonly code?: string;
}

/** How many clients were told what. */
export function tally(members: readonly Member[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { answer } of members) {
    const name =
      answer === null || answer === 'lost' ? 'lost' : 'code' in answer ? answer.code : 'OK';
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

/** The session and generation that a refresh token speaks of. */
export function claimsOf(token: string): { readonly sid: string; readonly gen: number } {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
}
