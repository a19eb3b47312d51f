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
}

/** What presenting a token did, with the record as it then stands. */
export type RotationFact =
  | {
      readonly type: 'rotated' | 'replayed' | 'recovered' | 'reused' | 'expired' | 'revoked';
      readonly session: SessionRecord;
    }
  /** No such session, or a generation that was never reached: both look alike from outside. */
  | { readonly type: 'unknown'; readonly ahead: boolean };

/** Which live sessions to end. */
export type RevocationSelector =
  | { readonly sessionId: string; readonly userId?: string }
  | { readonly userId: string; readonly exceptSessionId?: string };

/** The store of the native issuer. Every driver runs the same contract suite. */
export interface SessionStore {
  /** Starts a session at generation 0. */
  open(session: NewSessionRecord): Promise<SessionRecord>;
  /**
   * Presents a generation. Atomic: a compare-and-swap, never read-then-write. The reuse of a spent generation ends
   * the session in the same transaction. Calls in flight together may share one commit.
   */
  rotate(rotation: Rotation): Promise<RotationFact>;
  /** Ends live sessions and gives their ids. All of a user's (no exception) also raises the user's version. */
  revoke(selector: RevocationSelector, now: number): Promise<readonly string[]>;
  /** Sessions by id, dead ones too; unknown ids are absent. One query. */
  find(ids: readonly string[]): Promise<readonly SessionRecord[]>;
  /** Live sessions of each user, newest first, at most `first` each. One query. */
  listLive(
    userIds: readonly string[],
    first: number,
    now: number,
  ): Promise<readonly SessionRecord[]>;
  /** Deletes at most `limit` records that were dead before `before`; says how many. */
  purge(before: number, limit: number): Promise<number>;
  /** Resolves when the store can answer; rejects when it cannot. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
