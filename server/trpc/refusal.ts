import type { Call } from '../../domain/call.ts';
import {
  type AnyRefreshError,
  InvalidInputError,
  InvalidRefreshTokenError,
  type IssuerRejectedError,
  IssuerUnavailableError,
  RateLimitedError,
  UnauthenticatedError,
} from '../../domain/refreshError.ts';
import { REFUSAL_TYPES } from '../../domain/refusalType.ts';

/** A refusal as GraphQL would give it: `__typename` and `code` tell which. */
export type Refusal =
  | ReturnType<typeof common<InvalidRefreshTokenError>>
  | ReturnType<typeof invalidInput>
  | ReturnType<typeof common<UnauthenticatedError>>
  | ReturnType<typeof rateLimited>
  | ReturnType<typeof unavailable>
  | ReturnType<typeof rejected>;

/** Dresses a refusal for a client. */
export function toRefusal(error: AnyRefreshError, call: Call): Refusal {
  if (error instanceof InvalidRefreshTokenError) return common(error, call);
  if (error instanceof InvalidInputError) return invalidInput(error, call);
  if (error instanceof UnauthenticatedError) return common(error, call);
  if (error instanceof RateLimitedError) return rateLimited(error, call);
  if (error instanceof IssuerUnavailableError) return unavailable(error, call);
  return rejected(error, call);
}

const common = <E extends AnyRefreshError>(error: E, { correlationId }: Call) => ({
  __typename: REFUSAL_TYPES[error.code as E['code']],
  code: error.code as E['code'],
  message: error.message,
  retryable: error.retryable,
  reauthenticate: error.reauthenticate,
  correlationId,
});

const invalidInput = (error: InvalidInputError, call: Call) => ({
  ...common(error, call),
  field: [...error.field],
});

const rateLimited = (error: RateLimitedError, call: Call) => ({
  ...common(error, call),
  retryAfter: error.retryAfter,
});

const unavailable = (error: IssuerUnavailableError, call: Call) => ({
  ...common(error, call),
  retryAfter: error.retryAfter,
  tokenMayBeConsumed: error.tokenMayBeConsumed,
});

const rejected = (error: IssuerRejectedError, call: Call) => ({
  ...common(error, call),
  upstreamStatus: error.upstreamStatus,
  upstreamCode: error.upstreamCode,
});
