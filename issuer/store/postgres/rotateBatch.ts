import { decide, toFact, UNKNOWN_SESSION } from '../../rotation.ts';
import type { AuditEntry, Rotation, RotationFact, SessionRecord } from '../sessionStore.ts';
import type { Pool } from './openPool.ts';
import { toRecord } from './sessionRow.ts';
import { SQL } from './sql.ts';
import { toText } from './textCodec.ts';

/** The answer to one rotation of a batch. */
export interface BatchAnswer {
  /** Null where the row moved between the statement and the look at it: ask again. */
  readonly fact: RotationFact | null;
  /** The session as it then stands; absent where there is none. */
  readonly record: SessionRecord | undefined;
}

/** Presents generations of different sessions in one statement, one answer each; rejects where nothing was done. */
export type RotateBatch = (batch: readonly Rotation[]) => Promise<readonly (BatchAnswer | Error)[]>;

/** Rotates over a pool, keeping the given types of audit entries. */
export function createRotateBatch(pool: Pool, audited: readonly AuditEntry['type'][]): RotateBatch {
  return async (batch) => {
    const rows = await pool.query(SQL.rotate, toArrays(batch, audited));
    const changed = byId(rows.map(toRecord));
    const unchanged = batch.filter((it) => !changed.has(it.sessionId));
    // What was changed is committed, so its callers get their answer even where the others cannot have one.
    const seen = await find(pool, unchanged).catch(toError);
    return batch.map((rotation) => {
      const record = changed.get(rotation.sessionId);
      if (record) return { fact: describeChange(record, rotation), record };
      if (seen instanceof Error) return seen;
      const other = seen.get(rotation.sessionId);
      return { fact: explain(other, rotation), record: other };
    });
  };
}

/** The fact for a rotation that changed nothing, from what its session is; null where it would change it now. */
export function explain(
  record: SessionRecord | undefined,
  rotation: Rotation,
): RotationFact | null {
  if (!record) return UNKNOWN_SESSION;
  const decision = decide(record, rotation);
  const writes = decision === 'rotated' || decision === 'recovered' || decision === 'reused';
  return writes ? null : toFact(decision, record);
}

async function find(
  pool: Pool,
  rotations: readonly Rotation[],
): Promise<Map<string, SessionRecord>> {
  if (rotations.length === 0) return new Map();
  const ids = rotations.map((it) => toText(it.sessionId));
  return byId((await pool.query(SQL.find, [ids])).map(toRecord));
}

/** Something that was thrown, as an error. */
export function toError(cause: unknown): Error {
  return cause instanceof Error ? cause : new Error('The statement failed.', { cause });
}

function byId(records: readonly SessionRecord[]): Map<string, SessionRecord> {
  return new Map(records.map((it) => [it.id, it]));
}

// What the UPDATE did can be read off the row it returns: only a recovery skips a generation.
function describeChange(session: SessionRecord, { generation }: Rotation): RotationFact {
  if (session.revokedAt !== null) return { type: 'reused', session };
  return { type: session.generation === generation + 1 ? 'rotated' : 'recovered', session };
}

function toArrays(
  batch: readonly Rotation[],
  audited: readonly AuditEntry['type'][],
): readonly unknown[] {
  // Rows are locked in the order of the arrays, mostly: one order for all processes keeps deadlocks rare.
  const sorted = batch.toSorted((a, b) => (a.sessionId < b.sessionId ? -1 : 1));
  return [
    sorted.map((it) => toText(it.sessionId)),
    sorted.map((it) => it.generation),
    sorted.map((it) => it.now),
    sorted.map((it) => it.refreshTokenTtl),
    sorted.map((it) => it.reuseGrace),
    sorted.map((it) => it.lostResponseWindow),
    sorted.map((it) => it.correlationId ?? null),
    audited,
  ];
}
