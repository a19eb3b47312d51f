import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite';
import type { SessionSelector } from '../../../domain/session.ts';
import { decide, toFact, UNKNOWN_SESSION } from '../../rotation.ts';
import type {
  AuditEntry,
  AuditSelector,
  NewSessionRecord,
  OpenedSession,
  OpenOptions,
  Rotation,
  RotationFact,
  SessionRecord,
} from '../sessionStore.ts';
import type { RotateRow } from './rotateRow.ts';
import { toParameters, toRecord } from './sessionRow.ts';
import { SQL } from './sql.ts';

/** The statements of the embedded store, prepared on one connection. */
export type Statements = Readonly<Record<keyof typeof SQL, StatementSync>>;

/** Prepares every statement once. */
export function prepareStatements(db: DatabaseSync): Statements {
  const entries = Object.entries(SQL).map(([name, sql]) => [name, db.prepare(sql)]);
  return Object.fromEntries(entries) as Statements;
}

/** What operations run on: prepared statements, and the types of audit entries that are kept. */
export interface Connection {
  readonly run: Statements;
  readonly rotateRow: RotateRow;
  readonly audited: ReadonlySet<AuditEntry['type']>;
}

/** Starts a session, and ends the user's oldest ones where there are too many; throws where its id is taken. */
export function open(on: Connection, session: NewSessionRecord, how: OpenOptions): OpenedSession {
  const { id, userId, createdAt: now } = session;
  const { maxSessions, correlationId } = how;
  const record = toRecord(on.run.open.get(toParameters(session)) ?? {});
  const ended =
    maxSessions === undefined
      ? []
      : on.run.makeRoom.all({ id, userId, now, maxSessions }).map(idOf);
  const trail = { at: now, userId, correlationId };
  audit(on, { ...trail, type: 'session.issued', sessionId: id });
  for (const sessionId of ended) audit(on, { ...trail, type: 'session.revoked', sessionId });
  return { session: record, ended };
}

/** Presents a generation; to be run in a transaction, so that what is read explains what was not written. */
export function rotate(on: Connection, rotation: Rotation): RotationFact {
  const { correlationId } = rotation;
  const session = on.rotateRow(rotation);
  if (session) {
    const change = changed(session, rotation);
    const { id: sessionId, userId } = change.session;
    audit(on, { type: EVENTS[change.type], at: rotation.now, sessionId, userId, correlationId });
    return change;
  }
  const [record] = find(on.run, [rotation.sessionId]);
  return record ? toFact(decide(record, rotation), record) : UNKNOWN_SESSION;
}

/** Ends sessions and gives the ids of those that were live at `now` (ms). */
export function revoke(
  on: Connection,
  selector: SessionSelector,
  now: number,
  correlationId?: string,
): string[] {
  const trail = { type: 'session.revoked', at: now, correlationId } as const;
  if (!('sessionId' in selector) && selector.exceptSessionId === undefined) {
    const { userId } = selector;
    const live = on.run.liveIds.all({ userId, now }).map(idOf);
    on.run.raiseVersion.run({ userId, now });
    audit(on, { ...trail, sessionId: null, userId });
    return live;
  }
  const ended = end(on.run, selector, now).filter(({ live }) => live);
  for (const row of ended)
    audit(on, { ...trail, sessionId: idOf(row), userId: String(row['userId']) });
  return ended.map(idOf);
}

/** Sessions by id, dead ones too. */
export function find(run: Statements, ids: readonly string[]): SessionRecord[] {
  return run.find.all({ ids: JSON.stringify(ids) }).map(toRecord);
}

/** The newest audit entries. */
export function readAudit(run: Statements, selector: AuditSelector, first: number): AuditEntry[] {
  const rows =
    'sessionId' in selector
      ? run.auditOfSession.all({ ...selector, first })
      : run.auditOfUser.all({ ...selector, first });
  // A STRICT table and the column aliases in sql.ts give exactly this shape.
  return rows.map((row) => ({ ...row }) as unknown as AuditEntry);
}

const EVENTS = {
  rotated: 'session.refreshed',
  recovered: 'session.recovered',
  reused: 'session.reused',
} as const;

// What the UPDATE did can be read off the row it returns: only a recovery skips a generation.
function changed(session: SessionRecord, { generation }: Rotation) {
  if (session.revokedAt !== null) return { type: 'reused', session } as const;
  const rotated = session.generation === generation + 1;
  return { type: rotated ? 'rotated' : 'recovered', session } as const;
}

function end(run: Statements, selector: SessionSelector, now: number) {
  if ('sessionId' in selector) {
    const { sessionId, userId = null } = selector;
    return run.revokeOne.all({ sessionId, userId, now });
  }
  const { userId, exceptSessionId = null } = selector;
  return run.revokeOthers.all({ userId, exceptSessionId, now });
}

type Entry = Omit<AuditEntry, 'correlationId'> & { readonly correlationId: string | undefined };

function audit({ run, audited }: Connection, { correlationId, ...entry }: Entry): void {
  if (!audited.has(entry.type)) return;
  run.audit.run({ ...entry, correlationId: correlationId ?? null });
}

function idOf(row: Record<string, SQLOutputValue>): string {
  return String(row['id']);
}
