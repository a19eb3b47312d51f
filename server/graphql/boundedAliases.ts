import { type DocumentNode, GraphQLError, getOperationAST, Kind } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Context } from '../../schema/context.ts';
import { selectionSize } from '../../schema/selectionSize.ts';

/** How many fields of an operation may be renamed, each counted wherever its fragment is spread. */
const MAX_ALIASES = 30;

/**
 * Bounds how often an operation asks for the same thing. Gateways batch with aliases, so they may have more. It is no
 * validation rule, because what a document was found to be is remembered whoever sent it.
 */
export const boundedAliases: Plugin<Context> = {
  onExecute({ args, setResultAndStopExecution }) {
    if (args.contextValue.isGateway || !hasManyAliases(args.document, args.operationName)) return;
    const message = `The operation has more than ${MAX_ALIASES} aliases, its fragments written out.`;
    const extensions = { code: 'BAD_REQUEST', http: { spec: true, status: 400 } };
    setResultAndStopExecution({ errors: [new GraphQLError(message, { extensions })] });
  },
};

/** Whether only a gateway may have this operation executed; cheap where the document was seen before. */
export function hasManyAliases(document: DocumentNode, operationName?: string | null): boolean {
  const operation = getOperationAST(document, operationName);
  if (!operation) return false;
  const find = (wanted: string) =>
    document.definitions
      .filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION)
      .find(({ name }) => name.value === wanted);
  return selectionSize(operation.selectionSet, find).aliases > MAX_ALIASES;
}
