import { z } from 'zod';
import type { TokenPair } from '../../domain/grant.ts';
import { type AnyRefreshError, isRefreshError } from '../../domain/refreshError.ts';
import type { Resolvers } from '../../resolvers/createResolvers.ts';
import { readJsonBody, UNREAD_BODY } from '../http/readJsonBody.ts';
import { replyJson } from '../http/reply.ts';
import { retryAfterHeader } from '../http/retryAfterHeader.ts';
import type { Handler, HttpExchange, Routes } from '../http/route.ts';
import { parameterError, sessionTokenFailure } from './sessionTokenFailure.ts';
import type { SessionToken } from './sessionTokenShapes.ts';

/** What the Session/Token face needs. */
export interface SessionTokenOptions {
  readonly resolvers: Resolvers;
  /** Failures name their refusal in `error`. */
  readonly debug: boolean;
}

/**
 * The Session/Token API over the native issuer, at its own paths and under `/api/v4`. Like the real server it answers
 * 200 to success and failure alike, and says which by `code`.
 */
export function sessionTokenRoutes(options: SessionTokenOptions): Routes {
  const refresh: Handler = (exchange) => answer(exchange, options, refreshed);
  const end: Handler = (exchange) => answer(exchange, options, ended);
  return {
    '/session/token/refresh': { POST: refresh },
    '/api/v4/session/token/refresh': { POST: refresh },
    '/session/token': { DELETE: end },
    '/api/v4/session/token': { DELETE: end },
  };
}

type Work = (
  resolvers: Resolvers,
  input: { readonly native: { readonly refreshToken: string } },
  exchange: HttpExchange,
) => Promise<SessionToken | '' | AnyRefreshError>;

const refreshed: Work = async (resolvers, input, { call }) => {
  const pair = await resolvers.refreshToken(input, call);
  return isRefreshError(pair) ? pair : toSessionToken(pair);
};

const ended: Work = async (resolvers, input, { call }) => {
  const result = await resolvers.revokeToken(input, call);
  return isRefreshError(result) ? result : '';
};

async function answer(
  exchange: HttpExchange,
  { resolvers, debug }: SessionTokenOptions,
  work: Work,
): Promise<void> {
  const { response, call } = exchange;
  const body = await readJsonBody(exchange);
  if (!body.ok) {
    const tooLarge = body.problem === 'too-large';
    const headers = tooLarge ? UNREAD_BODY : {};
    return replyJson(response, tooLarge ? 413 : 200, parameterError('Parameter error'), headers);
  }
  const token = readToken(body.value);
  if (!token.ok) return replyJson(response, 200, parameterError(token.message));
  const data = await work(resolvers, { native: { refreshToken: token.value } }, exchange);
  if (!isRefreshError(data)) return replyJson(response, 200, { code: 0, data, msg: '' });
  const failure = sessionTokenFailure(data, call.correlationId, debug);
  replyJson(response, 200, failure, retryAfterHeader(data));
}

const members = z.object({ refresh_token: z.string().nullish() }).nullable();

/** The token, or the sentence of the real server's binder. */
function readToken(body: unknown) {
  const parsed = members.safeParse(body);
  if (!parsed.success) return { ok: false, message: 'JSON marshall error' } as const;
  const value = parsed.data?.refresh_token ?? '';
  if (value === '') return { ok: false, message: 'RefreshToken cannot be empty' } as const;
  return { ok: true, value } as const;
}

function toSessionToken(pair: TokenPair): SessionToken {
  const { accessTokenExpiresAt, refreshTokenExpiresAt } = pair;
  return {
    access_token: pair.accessToken.reveal(),
    refresh_token: pair.refreshToken.reveal(),
    access_expires: new Date(accessTokenExpiresAt).toISOString(),
    // The native issuer always says; where none did, it lives as long as the access token at least.
    refresh_expires: new Date(refreshTokenExpiresAt ?? accessTokenExpiresAt).toISOString(),
  };
}
