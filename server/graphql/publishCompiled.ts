import { type ExecutionResult, GraphQLError } from 'graphql';
import type { EventSink } from '../../domain/events.ts';
import type { Context } from '../../schema/context.ts';
import { isDefect, type PublishError } from './publishError.ts';
import { reportDefect } from './reportDefects.ts';

/** Does for the errors of a compiled mutation what plugins do for others: tells the operator, and masks them. */
export function publishCompiled(
  { data, errors = [] }: ExecutionResult,
  context: Context,
  { publish, emit }: { readonly publish: PublishError; readonly emit: EventSink },
): ExecutionResult {
  const located = errors.map(toGraphQLError);
  for (const error of located) if (isDefect(error)) reportDefect(emit, context, error);
  return { errors: located.map(publish), data: data ?? null };
}

/** graphql-jit has an error class of its own, which lacks `extensions` where graphql-js has an empty object. */
function toGraphQLError({ message, path, originalError }: GraphQLError): GraphQLError {
  return new GraphQLError(message, { path: path ?? null, originalError: originalError ?? null });
}
