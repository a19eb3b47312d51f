/** A live session of the native issuer, as its user may see it. Times are milliseconds since the epoch. */
export interface ActiveSession {
  readonly id: string;
  readonly userId: string;
  readonly createdAt: number;
  /** Null until the first refresh. */
  readonly lastRefreshedAt: number | null;
  /** When it ends if nobody refreshes it. */
  readonly expiresAt: number;
  readonly userAgent: string | null;
  readonly ipAddress: string | null;
}

/** Who a verified access token of the native issuer speaks for. */
export interface Viewer {
  readonly userId: string;
  readonly sessionId: string;
}

/** Which sessions to end. */
export type SessionSelector =
  | { readonly sessionId: string; readonly userId?: string }
  | { readonly userId: string; readonly exceptSessionId?: string };
