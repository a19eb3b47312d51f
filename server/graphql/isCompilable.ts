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
 * operation, one call where that changes something, no other arguments, no directives, and no text, which could be
 * somebody's token.
 */
export function isCompilable(schema: GraphQLSchema, document: DocumentNode): boolean {
  const operations = document.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  // Compiled code asks nobody whether the caller is a gateway.
  if (operations.length !== 1 || hasManyAliases(document)) return false;
  const types = new TypeInfo(schema);
  let isPlain = true;
  let calls = 0;
  const refuse = () => {
    isPlain = false;
    return BREAK;
  };
  const field = (node: FieldNode) => {
    const isCall = types.getParentType() === schema.getMutationType();
    if (isCall) calls += 1;
    const takesArguments = (types.getFieldDef()?.args.length ?? 0) > 0;
    return isReserved(node) || (takesArguments && !isCall) || calls > 1 ? refuse() : undefined;
  };
  const visitor = { Directive: refuse, StringValue: refuse, Field: field };
  visit(document, visitWithTypeInfo(types, visitor));
  return isPlain;
}

/** Introspection, and names that mean something to JavaScript such as `__proto__`. */
function isReserved({ name, alias }: FieldNode): boolean {
  return (
    alias?.value.startsWith('__') === true ||
    (name.value.startsWith('__') && name.value !== '__typename')
  );
}
