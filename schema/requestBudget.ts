import { GraphQLError, type GraphQLResolveInfo } from 'graphql';
import type { Call } from '../domain/call.ts';
import { selectionSize } from './selectionSize.ts';

/** How many entities a request may ask for; gateways send one `_entities` field for each level of a plan. */
export const MAX_REPRESENTATIONS = 500;

/** How many fields of entities and sessions a request may be answered with: objects times what is asked of each. */
export const MAX_OBJECT_FIELDS = 10_000;

interface Spent {
  representations: number;
  objectFields: number;
}

const spent = new WeakMap<Call, Spent>();

/** Takes entities that a field is to resolve off the request's budget; throws a `GraphQLError` (INVALID_INPUT) where it is used up. */
export function spendEntities(call: Call, count: number, info: GraphQLResolveInfo): void {
  const total = spentBy(call);
  total.representations += count;
  if (total.representations > MAX_REPRESENTATIONS) {
    throw overBudget(`A request may ask for ${MAX_REPRESENTATIONS} entities at the most.`);
  }
  spendObjects(call, count, info);
}

/** Takes objects that a field is about to answer with off the request's budget; throws a `GraphQLError` (INVALID_INPUT) where it is used up. */
export function spendObjects(call: Call, count: number, info: GraphQLResolveInfo): void {
  const total = spentBy(call);
  total.objectFields += count * fieldsBelow(info);
  if (total.objectFields <= MAX_OBJECT_FIELDS) return;
  throw overBudget(
    `A request may be answered with ${MAX_OBJECT_FIELDS} fields of entities and sessions at the most.`,
  );
}

function spentBy(call: Call): Spent {
  const known = spent.get(call);
  if (known !== undefined) return known;
  const made: Spent = { representations: 0, objectFields: 0 };
  spent.set(call, made);
  return made;
}

function fieldsBelow({ fieldNodes, fragments }: GraphQLResolveInfo): number {
  const find = (name: string) => fragments[name];
  const sizes = fieldNodes.map(({ selectionSet }) =>
    selectionSet === undefined ? 0 : selectionSize(selectionSet, find).fields,
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

function overBudget(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'INVALID_INPUT' } });
}
