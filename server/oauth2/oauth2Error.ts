import type { AnyRefreshError } from '../../domain/refreshError.ts';
import type { RefreshErrorCode } from '../../domain/refreshErrorCode.ts';
import { UNREAD_BODY } from '../http/readJsonBody.ts';
import { replyJson } from '../http/reply.ts';
import { retryAfterHeader } from '../http/retryAfterHeader.ts';
import type { HttpExchange } from '../http/route.ts';

/** An error of RFC 6749 section 5.2, or of section 4.1.2.1 where the server itself is in trouble. */
export interface OAuth2Error {
  readonly status: 400 | 401 | 413 | 429 | 500 | 503;
  readonly error: string;
  readonly description: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** How each refusal is told to an OAuth 2.0 client: only `invalid_grant` asks for a new sign-in. */
export const OAUTH2_ERRORS = {
  TOKEN_INVALID: { status: 400, error: 'invalid_grant' },
  TOKEN_EXPIRED: { status: 400, error: 'invalid_grant' },
  TOKEN_REUSED: { status: 400, error: 'invalid_grant' },
  SESSION_REVOKED: { status: 400, error: 'invalid_grant' },
  INVALID_INPUT: { status: 400, error: 'invalid_request' },
  UNAUTHENTICATED: { status: 401, error: 'invalid_client' },
  RATE_LIMITED: { status: 429, error: 'temporarily_unavailable' },
  ISSUER_UNAVAILABLE: { status: 503, error: 'temporarily_unavailable' },
  OUTCOME_UNKNOWN: { status: 500, error: 'server_error' },
  ISSUER_REJECTED: { status: 400, error: 'unauthorized_client' },
} as const satisfies Record<RefreshErrorCode, Pick<OAuth2Error, 'status' | 'error'>>;

/** A refusal as an OAuth 2.0 error. */
export function toOAuth2Error(refusal: AnyRefreshError): OAuth2Error {
  const { status, error } = OAUTH2_ERRORS[refusal.code];
  const aboutScope = 'field' in refusal && refusal.field.includes('scope');
  return {
    status,
    error: aboutScope ? 'invalid_scope' : error,
    description: refusal.message,
    headers: retryAfterHeader(refusal),
  };
}

/** The request itself is wrong. */
export const invalidRequest = (description: string): OAuth2Error => ({
  status: 400,
  error: 'invalid_request',
  description,
});

/** Why a body is no form that may be read. */
export function formError(problem: 'too-large' | 'not-a-form' | 'repeated'): OAuth2Error {
  if (problem === 'repeated') return invalidRequest('A parameter must not be repeated.');
  if (problem === 'not-a-form') {
    return invalidRequest('The body must be application/x-www-form-urlencoded.');
  }
  return { ...invalidRequest('The body is too large.'), status: 413, headers: UNREAD_BODY };
}

/** Sends JSON that no cache may keep, HTTP/1.0 ones included (RFC 6749 section 5.1). */
export function replyOAuth2(
  { response }: HttpExchange,
  status: number,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): void {
  replyJson(response, status, body, { pragma: 'no-cache', ...headers });
}

/** An error as it is sent. */
export const errorBody = ({ error, description }: Pick<OAuth2Error, 'error' | 'description'>) => ({
  error,
  error_description: description,
});

/** Sends an error. */
export function replyOAuth2Error(exchange: HttpExchange, problem: OAuth2Error): void {
  const { status, headers } = problem;
  replyOAuth2(exchange, status, errorBody(problem), {
    ...(status === 401 && CHALLENGE),
    ...headers,
  });
}

/** RFC 9110 section 15.5.2: a 401 says how to authenticate. */
const CHALLENGE = { 'www-authenticate': 'Basic realm="RefreshQL", charset="UTF-8"' };
