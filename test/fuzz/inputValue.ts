import {
  type GraphQLInputObjectType,
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql';
import type { Tape } from './tape.ts';

/** An enum value, which has no quotes in a document. */
export interface EnumName {
  readonly enumName: string;
}

const NUMBERS = [0, 1, -1, 2, 50, 100, 101, 2147483647, 2147483648, -2147483649, 1e21, 0.5];

/** A value that fits the type more often than not. `texts` are worth trying for strings and ids. */
export function inputValue(type: GraphQLInputType, tape: Tape, texts: readonly string[]): unknown {
  if (isNonNullType(type)) return tape.chance(1) ? null : inputValue(type.ofType, tape, texts);
  if (tape.chance(2)) return null;
  if (tape.chance(2)) return tape.pick<unknown>([[], {}, 'x', 1, true, { a: { b: [null] } }]);
  if (isListType(type)) {
    return Array.from({ length: tape.next(4) }, () => inputValue(type.ofType, tape, texts));
  }
  if (isInputObjectType(type)) return inputObject(type, tape, texts);
  if (isEnumType(type)) {
    return { enumName: tape.chance(97) ? tape.pick(type.getValues()).name : 'NOPE' };
  }
  if (type.name === 'Boolean') return tape.chance(50);
  if (type.name === 'Int') return tape.pick(NUMBERS);
  if (type.name === '_Any') return representation(tape, texts);
  return tape.pick(texts);
}

function inputObject(type: GraphQLInputObjectType, tape: Tape, texts: readonly string[]) {
  const fields = Object.values(type.getFields());
  const exclusive = type.isOneOf && tape.chance(95);
  const chosen = exclusive
    ? [tape.pick(fields)]
    : fields.filter(({ type: inner }) => tape.chance(isNonNullType(inner) ? 99 : 50));
  return Object.fromEntries(
    chosen.map((field) => [field.name, inputValue(field.type, tape, texts)]),
  );
}

const representation = (tape: Tape, texts: readonly string[]) => ({
  __typename: tape.pick(['User', 'ActiveSession', 'Issuer', 'Session', 'Token', 'Nope']),
  id: tape.pick([...texts, 'native', 'user-1']),
});

/** The value in the syntax of a document. */
export function toLiteral(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(toLiteral).join(', ')}]`;
  if (isEnumName(value)) return value.enumName;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value).map(([name, inner]) => `${name}: ${toLiteral(inner)}`);
  return `{ ${members.join(', ')} }`;
}

/** The value as a variable has it. */
export function toVariable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toVariable);
  if (isEnumName(value)) return value.enumName;
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([name, inner]) => [name, toVariable(inner)]);
  return Object.fromEntries(members);
}

const isEnumName = (value: unknown): value is EnumName =>
  typeof value === 'object' && value !== null && 'enumName' in value;
