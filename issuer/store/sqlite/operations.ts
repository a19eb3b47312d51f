import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite';
import { decide, toFact, UNKNOWN_SESSION } from '../../rotation.ts';
import type {
  NewSessionRecord,
  RevocationSelector,
  Rotation,
  RotationFact,
  SessionRecord,
} from '../sessionStore.ts';
import { toParameters, toRecord } from './sessionRow.ts';
import { SQL } from './sql.ts';

/** The statements of the embedded store, prepared on one connection. */
export type Statements = Readonly<Record<keyof typeof SQL, StatementSync>>;

/** Prepares every statement once. */
export function prepareStatements(db: DatabaseSync): Statements {
  const entries = Object.entries(SQL).map(([name, sql]) => [name, db.prepare(sql)]);
  return Object.fromEntries(entries) as Statements;
}

/** Starts a session; throws where its id is taken. */
export function open(run: Statements, session: NewSessionRecord): SessionRecord {
  return toRecord(run.open.get(toParameters(session)) ?? {});
}

/** Presents a generation; to be run in a transaction, so that what is read explains what was not written. */
export function rotate(run: Statements, rotation: Rotation): RotationFact {
  const row = run.rotate.get({ ...rotation });
  if (row) return changed(toRecord(row), rotation);
  const [record] = find(run, [rotation.sessionId]);
  return record ? toFact(decide(record, rotation), record) : UNKNOWN_SESSION;
}

/** Ends sessions and gives the ids of those that were live at `now` (ms). */
export function revoke(run: Statements, selector: RevocationSelector, now: number): string[] {
  return end(run, selector, now).flatMap(({ id, live }) => (live ? [String(id)] : []));
}

/** Sessions by id, dead ones too. */
export function find(run: Statements, ids: readonly string[]): SessionRecord[] {
  return run.find.all({ ids: JSON.stringify(ids) }).map(toRecord);
}

// What the UPDATE did can be read off the row it returns: only a recovery skips a generation.
function changed(session: SessionRecord, { generation }: Rotation): RotationFact {
  if (session.revokedAt !== null) return { type: 'reused', session };
  return { type: session.generation === generation + 1 ? 'rotated' : 'recovered', session };
}

function end(run: Statements, selector: RevocationSelector, now: number) {
  if ('sessionId' in selector) {
    const { sessionId, userId = null } = selector;
    return run.revokeOne.all({ sessionId, userId, now });
  }
  const { userId, exceptSessionId } = selector;
  if (exceptSessionId === undefined) return endAll(run, userId, now);
  return run.revokeOthers.all({ userId, exceptSessionId, now });
}

function endAll(run: Statements, userId: string, now: number): Record<string, SQLOutputValue>[] {
  const rows = run.liveIds.all({ userId, now });
  run.raiseVersion.run({ userId, now });
  return rows;
}
