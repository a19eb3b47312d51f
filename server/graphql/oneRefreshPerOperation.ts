import {
  type ASTVisitor,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type SelectionSetNode,
  type ValidationContext,
} from 'graphql';

const FIELD = 'refreshToken';

/**
 * Validation rule: an operation may refresh once, whatever aliases, fragments or directives it uses. The fields of
 * one operation share a rate limit and a deadline, and 5,000 aliases are 5,000 guesses in one request.
 */
export function oneRefreshPerOperation(context: ValidationContext): ASTVisitor {
  return {
    OperationDefinition(node) {
      const calls = rootCalls(context, node.selectionSet, new Set());
      if (node.operation !== 'mutation' || calls.length < 2) return;
      context.reportError(
        new GraphQLError('An operation may call "refreshToken" only once.', { nodes: calls }),
      );
    },
  };
}

/** A fragment that is spread twice counts twice only where its calls have different response names; once is enough to see. */
function rootCalls(
  context: ValidationContext,
  { selections }: SelectionSetNode,
  seen: Set<FragmentDefinitionNode>,
): FieldNode[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return selection.name.value === FIELD ? [selection] : [];
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      return rootCalls(context, selection.selectionSet, seen);
    }
    const fragment = context.getFragment(selection.name.value);
    if (fragment == null || seen.has(fragment)) return [];
    seen.add(fragment);
    return rootCalls(context, fragment.selectionSet, seen);
  });
}
