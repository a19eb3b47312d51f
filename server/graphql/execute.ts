import type { ExecutionResult } from 'graphql';
import { type MaybePromise, then } from '../../domain/maybePromise.ts';
import type { Context } from '../../schema/context.ts';
import { reply } from '../http/reply.ts';
import type { HttpExchange } from '../http/route.ts';
import type { GraphQLServer } from './createGraphQL.ts';
import type { GraphQLRequest } from './graphqlRequest.ts';
import type { JsonType } from './replyType.ts';

/**
 * Runs a well-formed operation through Yoga's envelop pipeline without its HTTP layer, which costs more than all the
 * rest. False, with nothing executed, where the operation is not one that this lane answers: Yoga then explains.
 */
export function execute(
  graphql: GraphQLServer,
  { response }: HttpExchange,
  operation: GraphQLRequest,
  context: Context,
  type: JsonType,
): MaybePromise<boolean> {
  const answer = (result: ExecutionResult | null) => {
    if (result?.data === undefined) return false;
    reply(response, 200, `${type}; charset=utf-8`, JSON.stringify(result));
    return true;
  };
  return then(graphql.compiled.run(operation, context), (result) =>
    result === null ? then(run(graphql, operation, context), answer) : answer(result),
  );
}

async function run(
  { yoga, compiled }: GraphQLServer,
  request: GraphQLRequest,
  context: Context,
): Promise<ExecutionResult | null> {
  const { query, variables, operationName } = request;
  const {
    schema,
    parse,
    validate,
    contextFactory,
    execute: executeDocument,
  } = yoga.getEnveloped(context);
  const document = parsed(() => parse(query));
  if (document === null || validate(schema, document).length > 0) return null;
  compiled.learn(request, document);
  const contextValue = await contextFactory();
  return executeDocument({
    schema,
    document,
    contextValue,
    variableValues: variables ?? undefined,
    operationName: operationName ?? undefined,
  });
}

/** A syntax error is thrown by the parser; the other lane reports it. */
function parsed<T>(parse: () => T): T | null {
  try {
    return parse();
  } catch {
    return null;
  }
}
