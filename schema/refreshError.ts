import type * as errors from '../domain/refreshError.ts';
import type { REFRESH_ERRORS, RefreshErrorCode } from '../domain/refreshErrorCode.ts';
import { builder } from './builder.ts';

const codes = {
  TOKEN_INVALID: { description: 'The refresh token is unknown, malformed or not for this issuer.' },
  TOKEN_EXPIRED: { description: 'The refresh token was valid once; its time is over.' },
  TOKEN_REUSED: {
    description: 'A refresh token that was spent before came back, so its whole session has ended.',
  },
  SESSION_REVOKED: { description: 'The session was ended: by its user, a back end or a reuse.' },
  INVALID_INPUT: { description: 'A field of the input is missing or not valid.' },
  UNAUTHENTICATED: { description: 'The call needs a valid access token or the service key.' },
  RATE_LIMITED: { description: 'Too many calls, here or at the issuer.' },
  ISSUER_UNAVAILABLE: { description: 'The issuer was not reached; the token was not spent.' },
  OUTCOME_UNKNOWN: { description: 'The issuer was reached and may have spent the token.' },
  ISSUER_REJECTED: { description: 'The issuer refused for a reason that is not the token.' },
} satisfies Record<RefreshErrorCode, { description: string }>;

const RefreshErrorCodeRef = builder.enumType('RefreshErrorCode', {
  description: 'The stable name of a refusal.',
  values: codes satisfies Record<keyof typeof REFRESH_ERRORS, object>,
});

/** What every refusal says. */
export const RefreshErrorRef = builder
  .interfaceRef<errors.AnyRefreshError>('RefreshError')
  .implement({
    description:
      'Every refusal implements it: a client that knows only these fields can act on any refusal, also on a future one.',
    fields: (t) => ({
      code: t.expose('code', { type: RefreshErrorCodeRef, description: 'What to switch on.' }),
      message: t.exposeString('message', {
        description: 'A fixed English sentence for developers. It never quotes the input.',
      }),
      retryable: t.exposeBoolean('retryable', {
        description: 'The same call, with the same token, may succeed later.',
      }),
      reauthenticate: t.exposeBoolean('reauthenticate', {
        description: 'The user has to sign in again.',
      }),
      correlationId: t.id({
        description:
          "Names this request in the server's log: the `X-Correlation-Id` sent, or a new one.",
        resolve: (_error, _args, { call }) => call.correlationId,
      }),
    }),
  });

/** TOKEN_INVALID, TOKEN_EXPIRED, TOKEN_REUSED or SESSION_REVOKED. */
export const InvalidRefreshTokenErrorRef = builder
  .objectRef<errors.InvalidRefreshTokenError>('InvalidRefreshTokenError')
  .implement({
    description:
      'The refresh token no longer stands for a session: TOKEN_INVALID, TOKEN_EXPIRED, TOKEN_REUSED or SESSION_REVOKED.',
    interfaces: [RefreshErrorRef],
  });

/** INVALID_INPUT. */
export const InvalidInputErrorRef = builder
  .objectRef<errors.InvalidInputError>('InvalidInputError')
  .implement({
    description: 'INVALID_INPUT: nothing was done.',
    interfaces: [RefreshErrorRef],
    fields: (t) => ({
      field: t.stringList({
        description:
          'Path of the offending input field, such as `["input", "walletKit", "sessionId"]`.',
        resolve: ({ field }) => [...field],
      }),
    }),
  });

/** UNAUTHENTICATED. */
export const UnauthenticatedErrorRef = builder
  .objectRef<errors.UnauthenticatedError>('UnauthenticatedError')
  .implement({
    description: 'UNAUTHENTICATED: the access token or service key is missing or not valid.',
    interfaces: [RefreshErrorRef],
  });

/** RATE_LIMITED. */
export const RateLimitedErrorRef = builder
  .objectRef<errors.RateLimitedError>('RateLimitedError')
  .implement({
    description: 'RATE_LIMITED: nothing was done; wait and call again.',
    interfaces: [RefreshErrorRef],
    fields: (t) => ({
      retryAfter: t.exposeInt('retryAfter', { description: 'Seconds to wait, at least 1.' }),
    }),
  });

/** ISSUER_UNAVAILABLE or OUTCOME_UNKNOWN. */
export const IssuerUnavailableErrorRef = builder
  .objectRef<errors.IssuerUnavailableError>('IssuerUnavailableError')
  .implement({
    description:
      'The issuer gave no usable answer: ISSUER_UNAVAILABLE (the token was not spent) or OUTCOME_UNKNOWN (the issuer may have spent it).',
    interfaces: [RefreshErrorRef],
    fields: (t) => ({
      retryAfter: t.exposeInt('retryAfter', {
        nullable: true,
        description: 'Seconds to wait. Null when the issuer does not say.',
      }),
      tokenMayBeConsumed: t.exposeBoolean('tokenMayBeConsumed', {
        description:
          'The issuer may have spent the refresh token: keep it, but do not count on it.',
      }),
    }),
  });

/** ISSUER_REJECTED. */
export const IssuerRejectedErrorRef = builder
  .objectRef<errors.IssuerRejectedError>('IssuerRejectedError')
  .implement({
    description:
      'ISSUER_REJECTED: the issuer answered, and refused for a reason that signing in again does not mend.',
    interfaces: [RefreshErrorRef],
    fields: (t) => ({
      upstreamStatus: t.exposeInt('upstreamStatus', {
        nullable: true,
        description: "The HTTP status of the issuer's reply. Null when there was none.",
      }),
      upstreamCode: t.exposeString('upstreamCode', {
        nullable: true,
        description: "The issuer's own error code. Null when it gave none.",
      }),
    }),
  });
