import {
  BREAK,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { hasManyAliases } from './boundedAliases.ts';

/**
 * Whether a valid document is one of those that are worth compiling and that compiled code answers as graphql-js does: one
 * operation, no directives, no arguments but those of a mutation, and no text, which could be somebody's token.
 */
export function isCompilable(schema: GraphQLSchema, document: DocumentNode): boolean {
  const operations = document.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  // Compiled code asks nobody whether the caller is a gateway.
  if (operations.length !== 1 || hasManyAliases(document)) return false;
  const types = new TypeInfo(schema);
  let plain = true;
  const refuse = () => {
    plain = false;
    return BREAK;
  };
  const field = (node: FieldNode) => {
    const takesArguments = (types.getFieldDef()?.args.length ?? 0) > 0;
    const isMutation = types.getParentType() === schema.getMutationType();
    return isReserved(node) || (takesArguments && !isMutation) ? refuse() : undefined;
  };
  visit(
    document,
    visitWithTypeInfo(types, { Directive: refuse, StringValue: refuse, Field: field }),
  );
  return plain;
}

/** Introspection, and names that mean something to JavaScript such as `__proto__`. */
function isReserved({ name, alias }: FieldNode): boolean {
  return (
    alias?.value.startsWith('__') === true ||
    (name.value.startsWith('__') && name.value !== '__typename')
  );
}
