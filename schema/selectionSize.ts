import {
  type FragmentDefinitionNode,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/** How much a selection asks for, each fragment counted wherever it is spread. */
export interface SelectionSize {
  readonly fields: number;
  /** How many of the fields are renamed. */
  readonly aliases: number;
}

/** Finds a fragment of the document by its name. */
export type FindFragment = (name: string) => FragmentDefinitionNode | null | undefined;

const NOTHING: SelectionSize = { fields: 0, aliases: 0 };

/** Each part of a document is counted once, so that fragments that double each other cost nothing. */
const known = new WeakMap<SelectionSetNode, SelectionSize>();

/** Counts the fields of a selection and of all below it. */
export function selectionSize(set: SelectionSetNode, find: FindFragment): SelectionSize {
  const counted = known.get(set);
  if (counted !== undefined) return counted;
  // For fragments in a circle, which another rule refuses.
  known.set(set, NOTHING);
  const size = set.selections.map((selection) => sizeOf(selection, find)).reduce(add, NOTHING);
  known.set(set, size);
  return size;
}

function sizeOf(selection: SelectionNode, find: FindFragment): SelectionSize {
  const set =
    selection.kind === Kind.FRAGMENT_SPREAD
      ? find(selection.name.value)?.selectionSet
      : selection.selectionSet;
  const below = set === undefined ? NOTHING : selectionSize(set, find);
  if (selection.kind !== Kind.FIELD) return below;
  return add(below, { fields: 1, aliases: selection.alias === undefined ? 0 : 1 });
}

const add = (one: SelectionSize, other: SelectionSize): SelectionSize => ({
  fields: one.fields + other.fields,
  aliases: one.aliases + other.aliases,
});
