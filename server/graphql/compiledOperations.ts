import type { DocumentNode, ExecutionResult, GraphQLSchema } from 'graphql';
import type { EventSink } from '../../domain/events.ts';
import { type MaybePromise, then } from '../../domain/maybePromise.ts';
import type { Context } from '../../schema/context.ts';
import { type CompiledOperation, compileOperation } from './compileOperation.ts';
import type { GraphQLRequest } from './graphqlRequest.ts';
import { publishCompiled } from './publishCompiled.ts';
import type { PublishError } from './publishError.ts';
import { createTextCache } from './textCache.ts';

/** The operations that are asked most, as code. */
export interface CompiledOperations {
  /** The result of an operation that is compiled; null, with nothing done, where it is to be executed otherwise. */
  run(request: GraphQLRequest, context: Context): MaybePromise<ExecutionResult | null>;
  /** Tells that a document is valid and was executed, so that it is compiled some time. */
  learn(request: GraphQLRequest, document: DocumentNode): void;
}

/** What compiled operations need. */
export interface CompiledOptions {
  readonly schema: GraphQLSchema;
  readonly publish: PublishError;
  readonly emit: EventSink;
}

/** Compiling takes some milliseconds, so whoever sends ever new documents must not cause it. */
const SIGHTINGS = 16;
/** About 30 ordinary documents: a deployment has few, and each takes some 400 KB. */
const COMPILED_CHARACTERS = 16 * 1024;
const SIGHTED_CHARACTERS = 64 * 1024;

/**
 * Keeps operations as code by the text of their documents. These passed every rule for documents before; plugins that look
 * at an execution do not see it, so what they would refuse must not be compilable.
 */
export function createCompiledOperations(options: CompiledOptions): CompiledOperations {
  const { schema } = options;
  const compiled = createTextCache<CompiledOperation>(COMPILED_CHARACTERS);
  const sightings = createTextCache<number>(SIGHTED_CHARACTERS);
  return {
    run({ query, operationName, variables }, context) {
      const operation = compiled.get(query);
      if (operation === undefined || (operationName ?? operation.name) !== operation.name)
        return null;
      const given = variables ?? {};
      if (!operation.accepts(given)) return null;
      return then(operation.run(given, context), (result) => {
        if (result.errors === undefined) return result;
        // A query changes nothing, so graphql-js may say in its own words what is wrong.
        return operation.isQuery ? null : publishCompiled(result, context, options);
      });
    },
    learn({ query }, document) {
      const count = (sightings.get(query) ?? 0) + 1;
      sightings.set(query, count);
      // What was compiled and forgotten since is compiled anew.
      if (count % SIGHTINGS !== 0) return;
      compileOperation(schema, document).then(
        (operation) => operation && compiled.set(query, operation),
        () => {},
      );
    },
  };
}
