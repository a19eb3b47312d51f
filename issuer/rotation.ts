import type {
  NewSessionRecord,
  RevocationReason,
  Rotation,
  RotationFact,
  SessionRecord,
} from './store/sessionStore.ts';

/** What presenting a generation means; `ahead` is a generation that was never reached. */
export type Decision = Exclude<RotationFact['type'], 'unknown'> | 'ahead';

/** The record a session starts with: generation 0, its idle deadline never after its absolute one. */
export function startRecord(session: NewSessionRecord, userVersion: number): SessionRecord {
  return {
    ...session,
    userVersion,
    generation: 0,
    generationAt: session.createdAt,
    generationExpiresAt: Math.min(session.generationExpiresAt, session.endsAt),
    previous: null,
    previousUsedAt: null,
    revokedAt: null,
    revokedBecause: null,
  };
}

/** Whether a session may still be used at `now` (ms); the record's user version is already accounted for. */
export function isLive(record: SessionRecord, now: number): boolean {
  return record.revokedAt === null && now < record.endsAt && now < record.generationExpiresAt;
}

/**
 * Says what presenting a generation does; every driver answers as this function does. All deadlines are half-open:
 * at the very millisecond of its end a window is over. Revoked wins over expired, because it holds whatever the clock
 * says; a generation that was never reached is `ahead` in any state of the session.
 * A clock that stepped back only lengthens a window, so it never raises the alarm for the previous generation.
 */
export function decide(record: SessionRecord, rotation: Rotation): Decision {
  const { generation, now } = rotation;
  if (generation > record.generation) return 'ahead';
  if (record.revokedAt !== null) return 'revoked';
  if (!isLive(record, now)) return 'expired';
  if (generation === record.generation) return 'rotated';
  if (generation !== record.previous) return 'reused';
  if (now < record.generationAt + rotation.reuseGrace) return 'replayed';
  const usedAt = record.previousUsedAt ?? record.generationAt;
  return now < usedAt + rotation.lostResponseWindow ? 'recovered' : 'reused';
}

/** The record after a decision; the very same object where nothing changes. */
export function apply(
  decision: Decision,
  record: SessionRecord,
  rotation: Rotation,
): SessionRecord {
  if (decision === 'reused') return revokeRecord(record, rotation.now, 'REUSED');
  if (decision !== 'rotated' && decision !== 'recovered') return record;
  const { now, generation, refreshTokenTtl } = rotation;
  return {
    ...record,
    generation: record.generation + 1,
    generationAt: now,
    generationExpiresAt: Math.min(now + refreshTokenTtl, record.endsAt),
    previous: generation,
    previousUsedAt: decision === 'rotated' ? now : record.previousUsedAt,
  };
}

/** The record of a session that was ended before its time. */
export function revokeRecord(
  record: SessionRecord,
  now: number,
  because: RevocationReason,
): SessionRecord {
  return { ...record, revokedAt: now, revokedBecause: because };
}

/** The fact that a decision is reported as, with the record as it then stands. */
export function toFact(decision: Decision, session: SessionRecord): RotationFact {
  return decision === 'ahead' ? { type: 'unknown', ahead: true } : { type: decision, session };
}

/** The fact for a session that is not there. */
export const UNKNOWN_SESSION: RotationFact = { type: 'unknown', ahead: false };
