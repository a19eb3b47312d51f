/** What each refusal means to a client; the one table that every face and every error reads. */
export const REFRESH_ERRORS = {
  TOKEN_INVALID: {
    message: 'The refresh token is not valid.',
    retryable: false,
    reauthenticate: true,
  },
  TOKEN_EXPIRED: {
    message: 'The refresh token has expired.',
    retryable: false,
    reauthenticate: true,
  },
  TOKEN_REUSED: {
    message: 'The refresh token was used before, so its session has been ended.',
    retryable: false,
    reauthenticate: true,
  },
  SESSION_REVOKED: {
    message: 'The session of this refresh token has been ended.',
    retryable: false,
    reauthenticate: true,
  },
  INVALID_INPUT: {
    message: 'The input is not valid.',
    retryable: false,
    reauthenticate: false,
  },
  UNAUTHENTICATED: {
    message: 'The call needs a valid access token or service key.',
    retryable: false,
    reauthenticate: false,
  },
  RATE_LIMITED: {
    message: 'Too many calls; try again later.',
    retryable: true,
    reauthenticate: false,
  },
  ISSUER_UNAVAILABLE: {
    message: 'The issuer could not be reached; the refresh token was not spent.',
    retryable: true,
    reauthenticate: false,
  },
  OUTCOME_UNKNOWN: {
    message: 'The issuer did not give a usable answer; it may have spent the refresh token.',
    retryable: false,
    reauthenticate: false,
  },
  ISSUER_REJECTED: {
    message: 'The issuer refused the request.',
    retryable: false,
    reauthenticate: false,
  },
} as const satisfies Record<string, RefreshErrorFacts>;

/** The stable name of a refusal. */
export type RefreshErrorCode = keyof typeof REFRESH_ERRORS;

/** What a client may do after a refusal. */
export interface RefreshErrorFacts {
  /** A fixed sentence, safe to publish. */
  readonly message: string;
  /** The same call, with the same token, may succeed later. */
  readonly retryable: boolean;
  /** The user has to sign in again. */
  readonly reauthenticate: boolean;
}
