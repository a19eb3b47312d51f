/** How an exchange of a refresh token stands: under way, or ended with a pair, a final refusal or anything else. */
export type ReplyState = 'held' | 'kept' | 'refused' | 'failed';

/** Which token at which issuer; neither can be told from it. */
export interface ReplyKey {
  readonly key: string;
  /** Stands for everything in the credential that the answer depends on, the token included. */
  readonly binding: string;
}

/** A lease while the upstream is asked, and its reply afterwards. Times are milliseconds since the epoch. */
export interface ReplyRecord extends ReplyKey {
  /** One attempt: no two have the same. */
  readonly holder: string;
  /** Raised by the holder while it lives; a lease whose beat stands still is dead. */
  readonly beat: number;
  readonly state: ReplyState;
  /** The token was exchanged for another and must not reach the issuer again. */
  readonly spent: boolean;
  /** What came of it, readable only with the token itself; null while held. */
  readonly sealed: Uint8Array | null;
  /** Until when it is given again; the end of a lease is its purge, not its expiry. */
  readonly expiresAt: number;
}

/** A wish for the lease of a token. */
export interface Claim extends ReplyKey {
  readonly holder: string;
  readonly now: number;
  /** When the lease may be purged if nobody ever ends or renews it. */
  readonly expiresAt: number;
  /** The attempt that this caller has waited for; its answer is this caller's answer. `dead` lets the lease be taken. */
  readonly watched: (Pick<ReplyRecord, 'holder' | 'beat'> & { readonly dead: boolean }) | null;
}

/** The end of an attempt. */
export type Settlement = Omit<ReplyRecord, 'beat' | 'state'> & {
  readonly state: Exclude<ReplyState, 'held'>;
};

/** A lease by its attempt. */
export type Lease = Pick<ReplyRecord, 'key' | 'holder'>;

/** Leases and sealed replies of forwarded refreshes, shared by all processes of a deployment. */
export interface ReplyStore {
  /**
   * Takes the lease of a token, atomically: null when it is the caller's now, otherwise the record that stands in the way.
   * Taken are a missing, failed or expired record, one of another binding that left the token unspent, and a dead lease.
   */
  claim(claim: Claim): Promise<ReplyRecord | null>;
  /**
   * Ends an attempt, also one without a record. False where the lease was lost to another attempt, except that a pair
   * replaces anything but a pair: it must not be lost.
   */
  settle(settlement: Settlement): Promise<boolean>;
  /** Shows that the holders of these leases live. */
  renew(leases: readonly Lease[], expiresAt: number): Promise<void>;
  /** The record of a token, expired ones too. */
  find(key: string): Promise<ReplyRecord | null>;
  /** Removes the record of an attempt. */
  forget(lease: Lease): Promise<void>;
  /**
   * Deletes at most `limit` records that have expired at `now`; says how many. A call may look at a part of the records only,
   * and the next goes on from there.
   */
  purge(now: number, limit: number): Promise<number>;
  close(): Promise<void>;
}
