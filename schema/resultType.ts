import { type AnyRefreshError, isRefreshError } from '../domain/refreshError.ts';
import { REFUSAL_TYPES } from '../domain/refusalType.ts';

/** The GraphQL type of a result: a refusal's own, else what `success` says of it. It never throws: compiled code could not answer then. */
export function resultType<T extends object>(success: (value: T) => string) {
  return (value: T | AnyRefreshError): string =>
    isRefreshError(value) ? REFUSAL_TYPES[value.code] : success(value);
}
