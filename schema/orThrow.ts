import { GraphQLError } from 'graphql';
import { type AnyRefreshError, isRefreshError } from '../domain/refreshError.ts';

/** For queries, whose types have no place for a refusal: the refusal becomes a GraphQL error with its code. */
export async function orThrow<T>(result: Promise<T | AnyRefreshError>): Promise<T> {
  const value = await result;
  if (!isRefreshError(value)) return value;
  const { code, message, retryable, reauthenticate } = value;
  throw new GraphQLError(message, { extensions: { code, retryable, reauthenticate } });
}
