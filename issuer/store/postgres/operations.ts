import type { SessionSelector } from '../../../domain/session.ts';
import type {
  AuditEntry,
  AuditSelector,
  NewSessionRecord,
  OpenedSession,
  OpenOptions,
  SessionRecord,
} from '../sessionStore.ts';
import type { Pool, Query, Row } from './openPool.ts';
import { toRecord, toValues } from './sessionRow.ts';
import { SQL } from './sql.ts';
import { fromText, toText } from './textCodec.ts';

/** Starts a session, and ends the user's oldest ones where there are too many; rejects where its id is taken. */
export function open(
  pool: Pool,
  session: NewSessionRecord,
  options: OpenOptions = {},
): Promise<OpenedSession> {
  const { id, createdAt } = session;
  const { maxSessions, correlationId = null } = options;
  const userId = toText(session.userId);
  return pool.transaction(async (query) => {
    const version = await lockUser(query, userId, createdAt);
    const values = [...toValues(session, version), correlationId];
    const [row = {}] = await query(SQL.open, values);
    const room = [createdAt, correlationId, userId, maxSessions, toText(id)];
    const ended = maxSessions === undefined ? [] : await query(SQL.makeRoom, room);
    return { session: toRecord(row), ended: liveIds(ended) };
  });
}

/** Ends sessions and gives the ids of those that were live at `now` (ms). */
export async function revoke(
  pool: Pool,
  selector: SessionSelector,
  now: number,
  correlationId: string | null = null,
): Promise<string[]> {
  if ('sessionId' in selector) {
    const { sessionId, userId } = selector;
    const owner = userId === undefined ? null : toText(userId);
    return liveIds(await pool.query(SQL.revokeOne, [now, correlationId, toText(sessionId), owner]));
  }
  const { userId, exceptSessionId } = selector;
  if (exceptSessionId === undefined) return revokeAll(pool, toText(userId), now, correlationId);
  const values = [now, correlationId, toText(userId), toText(exceptSessionId)];
  return liveIds(await pool.query(SQL.revokeOthers, values));
}

/** Sessions by id, dead ones too. */
export async function find(query: Query, ids: readonly string[]): Promise<SessionRecord[]> {
  return (await query(SQL.find, [ids.map(toText)])).map(toRecord);
}

/** Live sessions of each user, newest first. */
export async function listLive(
  query: Query,
  userIds: readonly string[],
  first: number,
  now: number,
): Promise<SessionRecord[]> {
  return (await query(SQL.listLive, [userIds.map(toText), first, now])).map(toRecord);
}

/** The newest audit entries. */
export async function readAudit(
  query: Query,
  selector: AuditSelector,
  first: number,
): Promise<AuditEntry[]> {
  const rows =
    'sessionId' in selector
      ? await query(SQL.auditOfSession, [toText(selector.sessionId), first])
      : await query(SQL.auditOfUser, [toText(selector.userId), first]);
  return rows.map(toEntry);
}

function revokeAll(pool: Pool, userId: string, now: number, correlationId: string | null) {
  return pool.transaction(async (query) => {
    await lockUser(query, userId, now);
    const rows = await query(SQL.liveIds, [userId, now]);
    await query(SQL.raiseVersion, [userId, now, correlationId]);
    return rows.map((row) => fromText(String(row['id'])));
  });
}

async function lockUser(query: Query, userId: string, now: number): Promise<number> {
  const [row] = await query(SQL.lockUser, [userId, now]);
  return Number(row?.['version']);
}

function liveIds(rows: readonly Row[]): string[] {
  return rows.flatMap(({ id, live }) => (live === true ? [fromText(String(id))] : []));
}

function toEntry(row: Row): AuditEntry {
  // The column aliases in sql.ts give exactly this shape.
  const { type, at, sessionId, userId, correlationId } = row as unknown as AuditEntry;
  const id = sessionId === null ? null : fromText(sessionId);
  return { type, at, sessionId: id, userId: fromText(userId), correlationId };
}
