import { printSubgraphSchema } from '@apollo/subgraph';
import { type GraphQLSchema, isInputObjectType } from 'graphql';
import { builder } from './builder.ts';
import { guardEntities } from './guardEntities.ts';

const ONE_OF = ['RefreshTokenInput', 'RevokeTokenInput', 'RevokeSessionsInput'];

let built: { schema: GraphQLSchema; sdl: string } | undefined;

/** The executable schema: a Federation 2 subgraph whose `@oneOf` inputs are enforced by graphql-js. */
export function createSchema(): GraphQLSchema {
  return build().schema;
}

/** The subgraph's SDL, for composition; what `_service { sdl }` answers. */
export function subgraphSdl(): string {
  return build().sdl;
}

function build() {
  built ??= withOneOf(builder.toSubGraphSchema({}));
  return built;
}

/** toSubGraphSchema cannot carry `isOneOf`, and composition knows `@oneOf` only where the SDL declares it. */
function withOneOf(schema: GraphQLSchema) {
  const printed = printSubgraphSchema(schema);
  const marked = ONE_OF.reduce((sdl, name) => markOneOf(schema, sdl, name), printed);
  const sdl = `${marked}\n\n"""Exactly one member must be given, and it must not be null."""\ndirective @oneOf on INPUT_OBJECT\n`;
  guardEntities(schema, sdl);
  return { schema, sdl };
}

function markOneOf(schema: GraphQLSchema, sdl: string, name: string): string {
  const type = schema.getType(name);
  if (!isInputObjectType(type)) throw new TypeError(`No input type ${name}`);
  (type as { isOneOf: boolean }).isOneOf = true;
  return sdl.replace(`input ${name} {`, `input ${name} @oneOf {`);
}
