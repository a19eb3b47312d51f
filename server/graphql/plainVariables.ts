import {
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  typeFromAST,
  type VariableDefinitionNode,
} from 'graphql';
import { isJsonObject, type JsonObject } from '../http/jsonObject.ts';

/** Tells whether a value of a request is right as it stands. */
export type Accepts = (value: unknown) => boolean;

/**
 * Tells whether the variables of a request mean just what they say, so that nothing has to be coerced. It accepts less than
 * graphql-js, which then sees the rest; null where that cannot be told of these definitions.
 */
export function plainVariables(
  schema: GraphQLSchema,
  definitions: readonly VariableDefinitionNode[],
): Accepts | null {
  const members = new Map<string, Accepts | null>();
  for (const { variable, type, defaultValue } of definitions) {
    const known = defaultValue === undefined ? typeFromAST(schema, type) : undefined;
    members.set(variable.name.value, known ? ofType(known as GraphQLInputType) : null);
  }
  return ofMembers(members);
}

function ofType(type: GraphQLInputType): Accepts | null {
  if (!isNonNullType(type)) {
    const accepts = ofNonNull(type);
    return accepts && ((value) => value == null || accepts(value));
  }
  return ofNonNull(type.ofType);
}

function ofNonNull(type: GraphQLInputType): Accepts | null {
  if (isListType(type)) {
    const accepts = ofType(type.ofType);
    return accepts && ((value) => Array.isArray(value) && value.every(accepts));
  }
  if (isEnumType(type)) {
    const names = new Set(type.getValues().map(({ name }) => name));
    return (value) => typeof value === 'string' && names.has(value);
  }
  return isInputObjectType(type) ? ofObject(type) : (SCALARS.get(type.toString()) ?? null);
}

const isText: Accepts = (value) => typeof value === 'string';

/** A number may stand for an ID, too; that is left to graphql-js. */
const SCALARS: ReadonlyMap<string, Accepts> = new Map([
  ['String', isText],
  ['ID', isText],
  ['Boolean', (value) => typeof value === 'boolean'],
]);

function ofObject(type: GraphQLInputObjectType): Accepts | null {
  const fields = Object.values(type.getFields());
  const members = new Map<string, Accepts | null>();
  for (const field of fields) {
    members.set(field.name, field.defaultValue === undefined ? ofType(field.type) : null);
  }
  const accepts = ofMembers(members);
  const isWhole = (value: JsonObject) => hasOnly(members, value) && (!type.isOneOf || isOne(value));
  return accepts && ((value) => isJsonObject(value) && isWhole(value) && accepts(value));
}

function ofMembers(members: ReadonlyMap<string, Accepts | null>): Accepts | null {
  const checks: [string, Accepts][] = [];
  for (const [name, accepts] of members) {
    if (accepts === null) return null;
    checks.push([name, accepts]);
  }
  return (value) => {
    for (const [name, accepts] of checks) {
      if (!accepts((value as JsonObject)[name])) return false;
    }
    return true;
  };
}

function hasOnly(members: ReadonlyMap<string, unknown>, value: JsonObject): boolean {
  for (const name in value) if (!members.has(name)) return false;
  return true;
}

function isOne(value: JsonObject): boolean {
  let count = 0;
  for (const name in value) {
    count += 1;
    if (count > 1 || value[name] === null) return false;
  }
  return count === 1;
}
