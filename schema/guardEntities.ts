import { GraphQLError, GraphQLObjectType, type GraphQLSchema, isUnionType } from 'graphql';
import { z } from 'zod';
import type { Context } from './context.ts';
import { spendEntities } from './requestBudget.ts';

/** Puts bounds on what the federation specification adds to `Query`: `_entities` in kind and number, `_service` in audience. */
export function guardEntities(schema: GraphQLSchema, sdl: string): void {
  const entities = fieldOf(schema, '_entities');
  const args = argumentsSchema(entityNames(schema));
  const { resolve } = entities;
  entities.resolve = (root, given, context: Context, info) => {
    // Counted before they are looked at, which is work, too.
    spendEntities(context.call, given.representations.length, info);
    const checked = args.safeParse(given);
    if (!checked.success) throw badRepresentations();
    return resolve?.(root, checked.data, context, info);
  };
  fieldOf(schema, '_service').resolve = (_root, _args, context: Context) => {
    if (!context.mayCompose) throw notAGateway();
    return { sdl };
  };
}

/** Apollo's resolver throws a plain `Error` that quotes an unknown `__typename`; here it never gets that far. */
const argumentsSchema = (names: readonly string[]) =>
  z.object({
    representations: z.array(
      z.looseObject({ __typename: z.enum(names), id: z.string().min(1).max(256) }),
    ),
  });

function entityNames(schema: GraphQLSchema): readonly string[] {
  const entity = schema.getType('_Entity');
  return isUnionType(entity) ? entity.getTypes().map(({ name }) => name) : [];
}

function fieldOf(schema: GraphQLSchema, name: string) {
  const type = schema.getQueryType();
  const field = type instanceof GraphQLObjectType ? type.getFields()[name] : undefined;
  if (field === undefined) throw new TypeError(`The subgraph schema has no ${name}`);
  return field;
}

function badRepresentations(): GraphQLError {
  const message = 'The representations must be entities of this subgraph, each with its id.';
  return new GraphQLError(message, { extensions: { code: 'INVALID_INPUT' } });
}

function notAGateway(): GraphQLError {
  const message = 'The SDL is for the gateway: send its key in X-Gateway-Key.';
  return new GraphQLError(message, { extensions: { code: 'UNAUTHENTICATED' } });
}
