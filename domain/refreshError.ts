import {
  REFRESH_ERRORS,
  type RefreshErrorCode,
  type RefreshErrorFacts,
} from './refreshErrorCode.ts';

/** What an error may say beside its code: a better sentence, other facts, and a cause for the log only. */
export interface RefreshErrorOptions extends Partial<RefreshErrorFacts> {
  /** For the log; never published. It must not hold a token either. */
  readonly cause?: unknown;
}

/**
 * A refusal. It is an answer, not an exception: use cases return it, so no sibling field is lost, and it does
 * not extend `Error` because graphql-js throws any `Error` that a resolve function returns.
 */
export abstract class RefreshError {
  readonly code: RefreshErrorCode;
  /** A fixed sentence, safe to publish. */
  readonly message: string;
  /** The same call, with the same token, may succeed later. */
  readonly retryable: boolean;
  /** The user has to sign in again. */
  readonly reauthenticate: boolean;
  /** For the log; never published. */
  readonly cause: unknown;

  constructor(code: RefreshErrorCode, options: RefreshErrorOptions = {}) {
    const facts = REFRESH_ERRORS[code];
    this.code = code;
    this.message = options.message ?? facts.message;
    this.retryable = options.retryable ?? facts.retryable;
    this.reauthenticate = options.reauthenticate ?? facts.reauthenticate;
    this.cause = options.cause;
  }
}

/** The refresh token no longer stands for a session. */
export type InvalidRefreshTokenCode =
  | 'TOKEN_INVALID'
  | 'TOKEN_EXPIRED'
  | 'TOKEN_REUSED'
  | 'SESSION_REVOKED';

/** The refresh token is refused for good: it is invalid, expired, reused or revoked. */
export class InvalidRefreshTokenError extends RefreshError {
  declare readonly code: InvalidRefreshTokenCode;
  constructor(code: InvalidRefreshTokenCode, options?: RefreshErrorOptions) {
    super(code, options);
  }
}

/** A field of the input is missing or wrong. */
export class InvalidInputError extends RefreshError {
  declare readonly code: 'INVALID_INPUT';
  /** Path of the offending input field, from the argument's name on. */
  readonly field: readonly string[];
  constructor(field: readonly string[], message?: string) {
    super('INVALID_INPUT', message === undefined ? {} : { message });
    this.field = field;
  }
}

/** The call needs an access token or the service key, and has neither. */
export class UnauthenticatedError extends RefreshError {
  declare readonly code: 'UNAUTHENTICATED';
  constructor(options?: RefreshErrorOptions) {
    super('UNAUTHENTICATED', options);
  }
}

/** Too many calls, here or at the issuer. */
export class RateLimitedError extends RefreshError {
  declare readonly code: 'RATE_LIMITED';
  /** Whole seconds to wait, at least 1. */
  readonly retryAfter: number;
  constructor(retryAfter: number, options?: RefreshErrorOptions) {
    super('RATE_LIMITED', options);
    this.retryAfter = Math.max(1, Math.ceil(retryAfter));
  }
}

/** The issuer gave no usable answer: ISSUER_UNAVAILABLE before the token was sent, OUTCOME_UNKNOWN after. */
export class IssuerUnavailableError extends RefreshError {
  declare readonly code: 'ISSUER_UNAVAILABLE' | 'OUTCOME_UNKNOWN';
  /** Whole seconds to wait, where the issuer said so. */
  readonly retryAfter: number | null;
  /** The issuer may have spent the refresh token. */
  readonly tokenMayBeConsumed: boolean;
  constructor(
    code: 'ISSUER_UNAVAILABLE' | 'OUTCOME_UNKNOWN',
    options: RefreshErrorOptions & { readonly retryAfter?: number | null } = {},
  ) {
    super(code, options);
    this.retryAfter = options.retryAfter ?? null;
    this.tokenMayBeConsumed = code === 'OUTCOME_UNKNOWN';
  }
}

/** The issuer answered, and refused for a reason that signing in again does not mend. */
export class IssuerRejectedError extends RefreshError {
  declare readonly code: 'ISSUER_REJECTED';
  /** The HTTP status of the issuer's reply. */
  readonly upstreamStatus: number | null;
  /** The issuer's own error code. */
  readonly upstreamCode: string | null;
  constructor(
    options: RefreshErrorOptions & {
      readonly upstreamStatus?: number | null;
      readonly upstreamCode?: string | null;
    } = {},
  ) {
    super('ISSUER_REJECTED', options);
    this.upstreamStatus = options.upstreamStatus ?? null;
    this.upstreamCode = options.upstreamCode ?? null;
  }
}

/** Every refusal there is; a `switch` on the class or on `code` can be exhaustive. */
export type AnyRefreshError =
  | InvalidRefreshTokenError
  | InvalidInputError
  | UnauthenticatedError
  | RateLimitedError
  | IssuerUnavailableError
  | IssuerRejectedError;

/** Tells a refusal from a result. */
export function isRefreshError(value: unknown): value is AnyRefreshError {
  return value instanceof RefreshError;
}
