import { type ASTVisitor, GraphQLError, type ValidationContext } from 'graphql';
import { selectionSize } from '../../schema/selectionSize.ts';

/** How many fields an operation may ask for; the introspection of tools has about 250. */
const MAX_FIELDS = 500;

/** Validation rule: bounds the fields of an operation with its fragments written out, which a few tokens can make millions of. */
export function boundedFields(context: ValidationContext): ASTVisitor {
  return {
    OperationDefinition(operation) {
      const { fields } = selectionSize(operation.selectionSet, context.getFragment.bind(context));
      if (fields <= MAX_FIELDS) return;
      const message = `The operation has more than ${MAX_FIELDS} fields, its fragments written out.`;
      context.reportError(new GraphQLError(message, { nodes: operation }));
    },
  };
}
