import {
  type ASTVisitor,
  type FieldNode,
  GraphQLError,
  Kind,
  type SelectionSetNode,
  type ValidationContext,
} from 'graphql';

/** How often an operation may ask for the same field of the same object: once for each component, and each type it names. */
const MAX_REPEATS = 64;

/**
 * Validation rule: bounds the fields of an operation that become one in its answer. GraphQL's rule for fields that overlap
 * compares each of them with each other. Only for operations whose fields are bounded and spread in no circle.
 */
export function boundedRepeats(context: ValidationContext): ASTVisitor {
  return {
    OperationDefinition(operation) {
      const repeated = firstRepeated(context, [operation.selectionSet]);
      if (repeated === null) return;
      const message = `The operation asks for a field of one object more than ${MAX_REPEATS} times.`;
      context.reportError(new GraphQLError(message, { nodes: repeated }));
    },
  };
}

/** The first field that is asked for too often by these selections, which are of one object, or below it. */
function firstRepeated(
  context: ValidationContext,
  sets: readonly SelectionSetNode[],
): FieldNode | null {
  for (const [first, ...others] of merged(context, sets)) {
    if (others.length >= MAX_REPEATS) return first;
    const below = [first, ...others].flatMap(({ selectionSet }) => selectionSet ?? []);
    const repeated = below.length === 0 ? null : firstRepeated(context, below);
    if (repeated !== null) return repeated;
  }
  return null;
}

type Merged = [FieldNode, ...FieldNode[]];

/** The fields by their names in the answer; each fragment is looked into once, as when they are executed. */
function merged(context: ValidationContext, sets: readonly SelectionSetNode[]): Iterable<Merged> {
  const fields = new Map<string, Merged>();
  const seen = new Set<string>();
  const collect = ({ selections }: SelectionSetNode): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.INLINE_FRAGMENT) collect(selection.selectionSet);
      else if (selection.kind === Kind.FIELD) add(selection);
      else spread(selection.name.value);
    }
  };
  const add = (field: FieldNode): void => {
    const name = (field.alias ?? field.name).value;
    const known = fields.get(name);
    if (known === undefined) fields.set(name, [field]);
    else known.push(field);
  };
  const spread = (name: string): void => {
    const fragment = seen.has(name) ? null : context.getFragment(name);
    seen.add(name);
    if (fragment != null) collect(fragment.selectionSet);
  };
  sets.forEach(collect);
  return fields.values();
}
