import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import type { Rotation, SessionRecord } from '../sessionStore.ts';
import { byPosition } from './byPosition.ts';
import { toRecord } from './sessionRow.ts';
import { SQL } from './sql.ts';

/** Changes the row that a rotation speaks of, and gives it as it is then; null where nothing may change. */
export type RotateRow = (rotation: Rotation) => SessionRecord | null;

const PARAMETERS = [
  'sessionId',
  'generation',
  'now',
  'refreshTokenTtl',
  'reuseGrace',
  'lostResponseWindow',
];

/** Prepares the statement that every refresh runs. */
export function prepareRotateRow(db: DatabaseSync): RotateRow {
  const run = byPosition(db, SQL.rotate, PARAMETERS);
  return ({ sessionId, generation, now, refreshTokenTtl, reuseGrace, lostResponseWindow }) => {
    const row = run(sessionId, generation, now, refreshTokenTtl, reuseGrace, lostResponseWindow);
    return row && toRecord(named(row));
  };
}

/** The columns of `RETURNING` in their order. */
function named(row: readonly SQLOutputValue[]) {
  return {
    id: row[0] ?? null,
    userId: row[1] ?? null,
    userVersion: row[2] ?? null,
    scope: row[3] ?? null,
    audience: row[4] ?? null,
    userAgent: row[5] ?? null,
    ipAddress: row[6] ?? null,
    createdAt: row[7] ?? null,
    endsAt: row[8] ?? null,
    generation: row[9] ?? null,
    generationAt: row[10] ?? null,
    generationExpiresAt: row[11] ?? null,
    previous: row[12] ?? null,
    previousUsedAt: row[13] ?? null,
    revokedAt: row[14] ?? null,
    revokedBecause: row[15] ?? null,
  };
}
