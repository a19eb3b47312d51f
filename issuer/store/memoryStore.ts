import type { SessionSelector } from '../../domain/session.ts';
import {
  apply,
  decide,
  isLive,
  revokeRecord,
  startRecord,
  toFact,
  UNKNOWN_SESSION,
} from '../rotation.ts';
import { auditedTypes } from './auditLevel.ts';
import { type AuditTrail, createAuditTrail } from './memory/auditTrail.ts';
import { createSessionTable, type SessionTable } from './memory/sessionTable.ts';
import type {
  AuditLevel,
  NewSessionRecord,
  OpenedSession,
  OpenOptions,
  Rotation,
  RotationFact,
  SessionRecord,
  SessionStore,
} from './sessionStore.ts';

interface Tables {
  readonly sessions: SessionTable;
  readonly trail: AuditTrail;
}

/** A store that lives and dies with the process: for tests and for trying things out. */
export function createMemoryStore(options: { readonly audit?: AuditLevel } = {}): SessionStore {
  const trail = createAuditTrail(auditedTypes(options.audit ?? 'security'));
  const tables: Tables = { sessions: createSessionTable(), trail };
  let closed = false;

  function opened(): Tables {
    if (closed) throw new Error('The memory store is closed.');
    return tables;
  }

  return {
    open: async (session, how) => open(opened(), session, how),
    rotate: async (rotation) => rotate(opened(), rotation),
    revoke: async (selector, now, correlationId) =>
      revoke(opened(), selector, now, correlationId ?? null),
    find: async (ids) => readAll(opened().sessions, new Set(ids)),
    listLive: async (userIds, first, now) =>
      [...new Set(userIds)].flatMap((userId) =>
        newestLive(opened().sessions, userId, now).slice(0, Math.max(0, first)),
      ),
    purge: async (before, limit) => purge(opened().sessions, before, limit),
    audit: async (selector, first) => opened().trail.read(selector, first),
    purgeAudit: async (before, limit) => opened().trail.purge(before, limit),
    ping: async () => void opened(),
    close: async () => {
      closed = true;
    },
  };
}

function open(
  { sessions, trail }: Tables,
  session: NewSessionRecord,
  options: OpenOptions = {},
): OpenedSession {
  const { maxSessions, correlationId = null } = options;
  const { id, userId, createdAt: at } = session;
  if (sessions.has(id)) throw new Error('A session with this id exists already.');
  const others = newestLive(sessions, userId, at);
  const surplus = maxSessions === undefined ? [] : others.slice(maxSessions - 1);
  for (const it of surplus) sessions.put(revokeRecord(it, at, 'REVOKED'));
  const record = startRecord(session, sessions.version(userId));
  sessions.put(record);
  const ended = surplus.map((it) => it.id);
  trail.add({ type: 'session.issued', at, sessionId: id, userId, correlationId });
  for (const sessionId of ended) {
    trail.add({ type: 'session.revoked', at, sessionId, userId, correlationId });
  }
  return { session: record, ended };
}

const WRITES = {
  rotated: 'session.refreshed',
  recovered: 'session.recovered',
  reused: 'session.reused',
} as const;

function rotate({ sessions, trail }: Tables, rotation: Rotation): RotationFact {
  const record = sessions.read(rotation.sessionId);
  if (!record) return UNKNOWN_SESSION;
  const decision = decide(record, rotation);
  const next = apply(decision, record, rotation);
  if (decision === 'rotated' || decision === 'recovered' || decision === 'reused') {
    sessions.put(next);
    const { id: sessionId, userId } = next;
    const { now: at, correlationId = null } = rotation;
    trail.add({ type: WRITES[decision], at, sessionId, userId, correlationId });
  }
  return toFact(decision, next);
}

function revoke(
  { sessions, trail }: Tables,
  selector: SessionSelector,
  at: number,
  correlationId: string | null,
): string[] {
  const selected = select(sessions, selector);
  const live = selected.filter((it) => isLive(it, at));
  const entry = { type: 'session.revoked', at, correlationId } as const;
  if ('sessionId' in selector || selector.exceptSessionId !== undefined) {
    // Expired sessions too: a clock that steps back must not bring a revoked session to life.
    const unrevoked = selected.filter((it) => it.revokedAt === null);
    for (const record of unrevoked) sessions.put(revokeRecord(record, at, 'REVOKED'));
    for (const { id, userId } of live) trail.add({ ...entry, sessionId: id, userId });
  } else {
    sessions.raiseVersion(selector.userId, at);
    trail.add({ ...entry, sessionId: null, userId: selector.userId });
  }
  return live.map((it) => it.id);
}

function select(table: SessionTable, selector: SessionSelector): SessionRecord[] {
  if ('sessionId' in selector) {
    const { sessionId, userId } = selector;
    return readAll(table, [sessionId]).filter((it) => (userId ?? it.userId) === it.userId);
  }
  return table.ofUser(selector.userId).filter((it) => it.id !== selector.exceptSessionId);
}

function readAll(table: SessionTable, ids: Iterable<string>): SessionRecord[] {
  return [...ids].flatMap((id) => table.read(id) ?? []);
}

function newestLive(table: SessionTable, userId: string, now: number): SessionRecord[] {
  return table
    .ofUser(userId)
    .filter((it) => isLive(it, now))
    .sort(newestFirst);
}

function newestFirst(a: SessionRecord, b: SessionRecord): number {
  return b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1);
}

function purge(table: SessionTable, before: number, limit: number): number {
  let deleted = 0;
  for (const record of table.all()) {
    if (deleted >= limit) break;
    if (record.generationExpiresAt >= before) continue;
    table.remove(record);
    deleted += 1;
  }
  return deleted;
}
