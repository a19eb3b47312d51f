import type { SessionSelector } from '../../domain/session.ts';

/**
 * What the native issuer keeps of a session: counters and times, no secret. Every claim of the refresh token of
 * (session, generation) follows from this record, so the token can be signed again and need not be stored.
 * Times are milliseconds since the epoch.
 */
export interface SessionRecord {
  readonly id: string;
  readonly userId: string;
  /** The user's state version this session was started under; it is bound into `state_hash`. */
  readonly userVersion: number;
  readonly scope: readonly string[] | null;
  readonly audience: readonly string[];
  readonly userAgent: string | null;
  readonly ipAddress: string | null;
  readonly createdAt: number;
  /** The absolute deadline, set when the session starts and never moved. */
  readonly endsAt: number;
  /** The number of the current refresh token, from 0. */
  readonly generation: number;
  /** When the current generation was made. The reuse grace counts from here. */
  readonly generationAt: number;
  /** When the current refresh token expires: the idle deadline, at most `endsAt`. */
  readonly generationExpiresAt: number;
  /** The generation that was presented to make the current one; null before the first refresh. */
  readonly previous: number | null;
  /** When `previous` was first presented. The lost response window counts from here. */
  readonly previousUsedAt: number | null;
  readonly revokedAt: number | null;
  readonly revokedBecause: RevocationReason | null;
}

/** Why a session was ended before its time. */
export type RevocationReason = 'REVOKED' | 'REUSED';

/** What a session is opened with. The store fills in the user's current version. */
export type NewSessionRecord = Pick<
  SessionRecord,
  | 'id'
  | 'userId'
  | 'scope'
  | 'audience'
  | 'userAgent'
  | 'ipAddress'
  | 'createdAt'
  | 'endsAt'
  | 'generationExpiresAt'
>;

/** One presented refresh token, already verified. Durations are milliseconds. */
export interface Rotation {
  readonly sessionId: string;
  readonly generation: number;
  readonly now: number;
  /** How long a new generation lives unless `endsAt` comes first. */
  readonly refreshTokenTtl: number;
  readonly reuseGrace: number;
  /** 0 turns the recovery of lost responses off. */
  readonly lostResponseWindow: number;
  /** The request it belongs to, for the audit trail. */
  readonly correlationId?: string;
}

/** What presenting a token did, with the record as it then stands. */
export type RotationFact =
  | {
      readonly type: 'rotated' | 'replayed' | 'recovered' | 'reused' | 'expired' | 'revoked';
      readonly session: SessionRecord;
    }
  /** No such session, or a generation that was never reached: both look alike from outside. */
  | { readonly type: 'unknown'; readonly ahead: boolean };

/** How a session is opened. */
export interface OpenOptions {
  /** How many live sessions the user may then have, at least 1; the oldest are ended. @default no limit */
  readonly maxSessions?: number;
  /** The request it belongs to, for the audit trail. */
  readonly correlationId?: string;
}

/** A session that was opened, and the ids of those that had to make room for it. */
export interface OpenedSession {
  readonly session: SessionRecord;
  readonly ended: readonly string[];
}

/** What is kept of a change, written in the transaction that makes it. */
export interface AuditEntry {
  readonly type:
    | 'session.issued'
    | 'session.refreshed'
    | 'session.recovered'
    | 'session.reused'
    | 'session.revoked';
  readonly at: number;
  /** Null where all sessions of the user were ended at once. */
  readonly sessionId: string | null;
  readonly userId: string;
  readonly correlationId: string | null;
}

/** What is kept: everything, or everything but the refreshes that went as they should. */
export type AuditLevel = 'all' | 'security';

/** Whose trail to read. A session's holds the ends of all sessions of its user only under the user. */
export type AuditSelector = { readonly sessionId: string } | { readonly userId: string };

/** The store of the native issuer. Every driver runs the same contract suite. */
export interface SessionStore {
  /** Starts a session at generation 0, and ends the user's oldest ones where there are too many, atomically. */
  open(session: NewSessionRecord, options?: OpenOptions): Promise<OpenedSession>;
  /**
   * Presents a generation. Atomic: a compare-and-swap, never read-then-write. The reuse of a spent generation ends
   * the session in the same transaction. Calls in flight together may share one commit.
   */
  rotate(rotation: Rotation): Promise<RotationFact>;
  /** Ends live sessions and gives their ids. All of a user's (no exception) also raises the user's version. */
  revoke(
    selector: SessionSelector,
    now: number,
    correlationId?: string,
  ): Promise<readonly string[]>;
  /** Sessions by id, dead ones too; unknown ids are absent. One query. */
  find(ids: readonly string[]): Promise<readonly SessionRecord[]>;
  /** Live sessions of each user, newest first, at most `first` each. One query. */
  listLive(
    userIds: readonly string[],
    first: number,
    now: number,
  ): Promise<readonly SessionRecord[]>;
  /**
   * Deletes at most `limit` sessions whose last refresh token expired before `before`; says how many. Ended sessions
   * stay until then, so that their tokens get the right refusal.
   */
  purge(before: number, limit: number): Promise<number>;
  /** The newest `first` entries of an audit trail, newest first. */
  audit(selector: AuditSelector, first: number): Promise<readonly AuditEntry[]>;
  /** Deletes at most `limit` audit entries from before `before`; says how many. */
  purgeAudit(before: number, limit: number): Promise<number>;
  /** Resolves when the store can answer; rejects when it cannot. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
