import {
  type AnyRefreshError,
  InvalidInputError,
  InvalidRefreshTokenError,
  IssuerRejectedError,
  IssuerUnavailableError,
  isRefreshError,
  RateLimitedError,
  UnauthenticatedError,
} from '../domain/refreshError.ts';

const refusals = [
  [InvalidRefreshTokenError, 'InvalidRefreshTokenError'],
  [InvalidInputError, 'InvalidInputError'],
  [UnauthenticatedError, 'UnauthenticatedError'],
  [RateLimitedError, 'RateLimitedError'],
  [IssuerUnavailableError, 'IssuerUnavailableError'],
  [IssuerRejectedError, 'IssuerRejectedError'],
] as const;

/**
 * The GraphQL type of a result: a refusal's own, else what `success` says of it. It never throws: compiled code could not
 * answer then; no type has the name of an unknown refusal, which is an error like any other.
 */
export function resultType<T extends object>(success: (value: T) => string) {
  return (value: T | AnyRefreshError): string => {
    if (!isRefreshError(value)) return success(value);
    return refusals.find(([refusal]) => value instanceof refusal)?.[1] ?? 'UnknownRefusal';
  };
}
