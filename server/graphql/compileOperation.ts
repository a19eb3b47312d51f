import {
  type DocumentNode,
  type ExecutionResult,
  type GraphQLSchema,
  Kind,
  OperationTypeNode,
} from 'graphql';
import type { MaybePromise } from '../../domain/maybePromise.ts';
import type { Context } from '../../schema/context.ts';
import { isCompilable } from './isCompilable.ts';
import { plainVariables } from './plainVariables.ts';

/** An operation as code. */
export interface CompiledOperation {
  /** Null where the operation has no name. */
  readonly name: string | null;
  /** Whether errors may be looked at by executing the operation again. */
  readonly isQuery: boolean;
  /** Whether it can be run with these variables. */
  accepts(variables: object): boolean;
  run(variables: object, context: Context): MaybePromise<ExecutionResult>;
}

/** Compiles the one operation of a valid document; null where it has to be executed by graphql-js. */
export async function compileOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
): Promise<CompiledOperation | null> {
  if (!isCompilable(schema, document)) return null;
  const operation = document.definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  if (operation?.kind !== Kind.OPERATION_DEFINITION) return null;
  const accepts = plainVariables(schema, operation.variableDefinitions ?? []);
  if (accepts === null) return null;
  // Loaded when it is first needed: it brings a JSON Schema compiler along, which is not used here.
  const { compileQuery, isCompiledQuery } = await import('graphql-jit');
  const compiled = compileQuery(schema, document);
  if (!isCompiledQuery(compiled)) return null;
  return {
    name: operation.name?.value ?? null,
    isQuery: operation.operation === OperationTypeNode.QUERY,
    accepts,
    run: (variables, context) => compiled.query(undefined, context, variables),
  };
}
