import {
  type ASTVisitor,
  GraphQLError,
  getNullableType,
  isInputObjectType,
  isNonNullType,
  OperationTypeNode,
  type ValidationContext,
} from 'graphql';

type Usage = ReturnType<ValidationContext['getRecursiveVariableUsages']>[number];

/**
 * Validation rule: what a mutation must be given, it may not be given by a variable that can be null. GraphQL lets such a
 * variable pass where it has a default, and graphql-js (16.15) lets it pass into `@oneOf` inputs of non-null arguments.
 * Null is then found while fields run, and costs the tokens of the fields that ran before.
 */
export function strictVariables(context: ValidationContext): ASTVisitor {
  return {
    OperationDefinition(operation) {
      if (operation.operation !== OperationTypeNode.MUTATION) return;
      const definitions = operation.variableDefinitions ?? [];
      const nullable = definitions.filter(({ type }) => type.kind !== 'NonNullType');
      const names = new Set(nullable.map(({ variable }) => variable.name.value));
      for (const usage of context.getRecursiveVariableUsages(operation)) {
        if (!names.has(usage.node.name.value) || !isNeeded(usage)) continue;
        const message = `The variable "$${usage.node.name.value}" must be of a non-null type here.`;
        context.reportError(new GraphQLError(message, { nodes: usage.node }));
      }
    },
  };
}

function isNeeded({ type, parentType }: Usage): boolean {
  const parent = getNullableType(parentType);
  return isNonNullType(type) || (isInputObjectType(parent) && parent.isOneOf);
}
