import { type ASTVisitor, GraphQLError, Kind, type ValidationContext } from 'graphql';
import { selectionSize } from '../../schema/selectionSize.ts';

/** How many fields a document may ask for; the introspection of tools has about 250. */
const MAX_FIELDS = 500;

/**
 * Validation rule: bounds the fields of a document with its fragments written out, which a few tokens can make millions of.
 * Its operations share the bound: one is executed, but other rules go through all of them.
 */
export function boundedFields(context: ValidationContext): ASTVisitor {
  const find = context.getFragment.bind(context);
  return {
    Document({ definitions }) {
      const operations = definitions.filter((it) => it.kind === Kind.OPERATION_DEFINITION);
      const sizes = operations.map(({ selectionSet }) => selectionSize(selectionSet, find).fields);
      if (sizes.reduce((sum, fields) => sum + fields, 0) <= MAX_FIELDS) return;
      const message = `The document has more than ${MAX_FIELDS} fields, its fragments written out.`;
      context.reportError(new GraphQLError(message, { nodes: operations.slice(0, 1) }));
    },
  };
}
