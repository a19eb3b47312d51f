import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isObjectType,
} from 'graphql';
import { inputValue, toLiteral, toVariable } from './inputValue.ts';
import type { Tape } from './tape.ts';

/** A request to try; most are valid, many nearly so. */
export interface RandomRequest {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName?: string;
}

interface Draft {
  readonly schema: GraphQLSchema;
  readonly tape: Tape;
  readonly texts: readonly string[];
  /** JSON that takes the place of a variable now and then. */
  readonly mutation: unknown;
  readonly definitions: string[];
  readonly variables: Record<string, unknown>;
  readonly fragments: string[];
}

const MAX_DEPTH = 7;

/** Makes a request from the schema. */
export function randomRequest(
  options: Pick<Draft, 'schema' | 'tape' | 'texts' | 'mutation'>,
): RandomRequest {
  const draft: Draft = { ...options, definitions: [], variables: {}, fragments: [] };
  const { schema, tape } = draft;
  const isMutation = tape.chance(45);
  const root = isMutation ? schema.getMutationType() : schema.getQueryType();
  const body = selectionOf(root!, draft, 0);
  const definitions = draft.definitions.length > 0 ? `(${draft.definitions.join(', ')})` : '';
  const head = `${isMutation ? 'mutation' : 'query'} Random${definitions}${directive(draft)}`;
  const query = damaged([`${head} ${body}`, ...draft.fragments].join('\n'), tape);
  const request = { query, variables: draft.variables };
  return tape.chance(10)
    ? { ...request, operationName: tape.pick(['Random', 'Other', '']) }
    : request;
}

function selectionOf(type: GraphQLOutputType, draft: Draft, depth: number): string {
  const { tape, schema } = draft;
  const named = getNamedType(type);
  if (isAbstractType(named) && tape.chance(80)) {
    const possible = schema.getPossibleTypes(named);
    const parts = Array.from({ length: 1 + tape.next(2) }, () => {
      const member = tape.pick(possible);
      return `... on ${member.name}${directive(draft)} ${selectionOf(member, draft, depth + 1)}`;
    });
    return `{ __typename ${parts.join(' ')} }`;
  }
  if (!isObjectType(named) || depth > MAX_DEPTH) return '{ __typename }';
  const fields = Object.values(named.getFields());
  const chosen = Array.from({ length: 1 + tape.next(2) }, () =>
    fieldOf(tape.pick(fields), draft, depth),
  );
  return asFragment(named.name, `{ ${chosen.join(' ')} }`, draft);
}

function asFragment(typeName: string, selection: string, { tape, fragments }: Draft): string {
  if (!tape.chance(10)) return selection;
  const name = `F${fragments.length}`;
  fragments.push(`fragment ${name} on ${typeName} ${selection}`);
  return `{ ...${name} }`;
}

function fieldOf(field: GraphQLField<unknown, unknown>, draft: Draft, depth: number): string {
  const { tape } = draft;
  const alias = tape.chance(20) ? `a${tape.next(5)}: ` : '';
  const args = field.args.filter(() => tape.chance(98)).map((arg) => argumentOf(arg, draft));
  const given = args.length > 0 ? `(${args.join(', ')})` : '';
  const named = getNamedType(field.type);
  const isLeaf = !isObjectType(named) && !isAbstractType(named);
  const below = isLeaf !== tape.chance(2) ? '' : ` ${selectionOf(field.type, draft, depth + 1)}`;
  const name = tape.chance(2) ? `${field.name}x` : field.name;
  return `${alias}${name}${given}${directive(draft)}${below}`;
}

function argumentOf({ name, type }: GraphQLArgument, draft: Draft): string {
  const { tape, texts, definitions, variables, mutation } = draft;
  const value = inputValue(type, tape, texts);
  if (tape.chance(40)) return `${name}: ${toLiteral(value)}`;
  const variable = `v${definitions.length}`;
  const declared = tape.chance(4) ? String(type).replace(/!$/, '') : String(type);
  const fallback = tape.chance(8) ? ` = ${toLiteral(inputValue(type, tape, texts))}` : '';
  definitions.push(`$${variable}: ${declared}${fallback}`);
  if (!tape.chance(5)) variables[variable] = tape.chance(12) ? mutation : toVariable(value);
  return `${name}: $${variable}`;
}

function directive({ tape }: Draft): string {
  if (!tape.chance(3)) return '';
  return tape.pick([
    ' @include(if: true)',
    ' @skip(if: true)',
    ' @skip(if: null)',
    ' @nope',
    ' @defer',
  ]);
}

/** Cuts, doubles or replaces a piece of the text now and then. */
function damaged(text: string, tape: Tape): string {
  if (!tape.chance(8)) return text;
  const start = tape.next(text.length);
  const end = Math.min(text.length, start + 1 + tape.next(12));
  const piece = tape.pick([
    '',
    text.slice(start, end).repeat(2),
    '"',
    '{',
    '$',
    '\u0000',
    '"""',
    '…',
  ]);
  return text.slice(0, start) + piece + text.slice(end);
}
