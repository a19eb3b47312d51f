import type { DatabaseSync, SQLInputValue, SQLOutputValue } from 'node:sqlite';

/** Runs a statement and gives its first row; null where there is none. */
export type FirstRow = (...values: readonly SQLInputValue[]) => readonly SQLOutputValue[] | null;

/**
 * Prepares a statement whose parameters are given in the order of `names` and whose row is an array. Names take node:sqlite
 * as long as the statement itself, so this is for what every refresh runs.
 */
export function byPosition(db: DatabaseSync, sql: string, names: readonly string[]): FirstRow {
  const numbered = sql.replaceAll(/:([a-zA-Z]+)/g, (_match, name: string) => {
    const index = names.indexOf(name);
    if (index === -1) throw new TypeError(`The statement has a parameter more: ${name}.`);
    return `?${index + 1}`;
  });
  const statement = db.prepare(numbered);
  statement.setReturnArrays(true);
  // The types know rows as objects only.
  return (...values) => (statement.get(...values) ?? null) as unknown as SQLOutputValue[] | null;
}
