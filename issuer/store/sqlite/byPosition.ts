import type { DatabaseSync, SQLInputValue, SQLOutputValue } from 'node:sqlite';

/** Runs a statement and gives its first row; null where there is none. */
export type FirstRow = (...values: readonly SQLInputValue[]) => readonly SQLOutputValue[] | null;

/** Runs a statement that gives no rows, and tells whether it changed one. */
export type Change = (...values: readonly SQLInputValue[]) => boolean;

/**
 * Prepares a statement whose parameters are given in the order of `names` and whose row is an array. Names take node:sqlite
 * as long as the statement itself, so this is for what every refresh runs.
 */
export function byPosition(db: DatabaseSync, sql: string, names: readonly string[]): FirstRow {
  const statement = db.prepare(numbered(sql, names));
  statement.setReturnArrays(true);
  // The types know rows as objects only.
  return (...values) => (statement.get(...values) ?? null) as unknown as SQLOutputValue[] | null;
}

/** The same for a statement without rows, which is cheaper than one that says by RETURNING what it has changed. */
export function changeByPosition(db: DatabaseSync, sql: string, names: readonly string[]): Change {
  const statement = db.prepare(numbered(sql, names));
  return (...values) => Number(statement.run(...values).changes) > 0;
}

function numbered(sql: string, names: readonly string[]): string {
  return sql.replaceAll(/:([a-zA-Z]+)/g, (_match, name: string) => {
    const index = names.indexOf(name);
    if (index === -1) throw new TypeError(`The statement has a parameter more: ${name}.`);
    return `?${index + 1}`;
  });
}
