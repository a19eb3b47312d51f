import { randomUUID } from 'node:crypto';
import type { NewSessionRecord, Rotation } from '../../issuer/store/sessionStore.ts';

const DAY = 86_400_000;
/** When the sessions of the contract start. */
export const T0 = 1_800_000_000_000;
/** The policy that generations are presented under, in milliseconds. */
export const GRACE = 30_000;
export const WINDOW = DAY;
export const TTL = 14 * DAY;

/** A session of `ada` that starts at T0. */
export function newSession(changes: Partial<NewSessionRecord> = {}): NewSessionRecord {
  return {
    id: randomUUID(),
    userId: 'ada',
    scope: ['read', 'write'],
    audience: ['https://api.example'],
    userAgent: 'test',
    ipAddress: '192.0.2.1',
    createdAt: T0,
    endsAt: T0 + 180 * DAY,
    generationExpiresAt: T0 + TTL,
    ...changes,
  };
}

/** Presents a generation `at` milliseconds after T0. */
export function presented(
  sessionId: string,
  generation: number,
  at: number,
  changes: Partial<Rotation> = {},
): Rotation {
  return {
    sessionId,
    generation,
    now: T0 + at,
    refreshTokenTtl: TTL,
    reuseGrace: GRACE,
    lostResponseWindow: WINDOW,
    ...changes,
  };
}
