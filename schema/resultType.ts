import { GraphQLError } from 'graphql';
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

/** The GraphQL type of a result: a refusal's own, else what `success` says of it. */
export function resultType<T extends object>(success: (value: T) => string) {
  return (value: T | AnyRefreshError): string => {
    if (!isRefreshError(value)) return success(value);
    const named = refusals.find(([refusal]) => value instanceof refusal);
    if (named === undefined) throw new GraphQLError('Unknown kind of refusal.');
    return named[1];
  };
}
