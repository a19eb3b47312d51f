import {
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
} from 'graphql';

/** Every name the schema publishes: what an error message may repeat. */
export function vocabulary(schema: GraphQLSchema): ReadonlySet<string> {
  const words = new Set<string>();
  for (const type of Object.values(schema.getTypeMap())) {
    words.add(type.name);
    if (isEnumType(type)) for (const { name } of type.getValues()) words.add(name);
    if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      words.add(field.name);
      if ('args' in field) for (const { name } of field.args) words.add(name);
    }
  }
  for (const { name, args } of schema.getDirectives()) {
    words.add(name);
    for (const arg of args) words.add(arg.name);
  }
  return words;
}
