import { REFRESH_ERRORS, type RefreshErrorCode } from '../../domain/refreshErrorCode.ts';

const TYPES = {
  TOKEN_INVALID: 'InvalidRefreshTokenError',
  TOKEN_EXPIRED: 'InvalidRefreshTokenError',
  TOKEN_REUSED: 'InvalidRefreshTokenError',
  SESSION_REVOKED: 'InvalidRefreshTokenError',
  INVALID_INPUT: 'InvalidInputError',
  UNAUTHENTICATED: 'UnauthenticatedError',
  RATE_LIMITED: 'RateLimitedError',
  ISSUER_UNAVAILABLE: 'IssuerUnavailableError',
  OUTCOME_UNKNOWN: 'IssuerUnavailableError',
  ISSUER_REJECTED: 'IssuerRejectedError',
} as const satisfies Record<RefreshErrorCode, string>;

/** Written out here, not imported: clients rely on these numbers and words. */
const SESSION_TOKEN = {
  TOKEN_INVALID: 40020,
  TOKEN_EXPIRED: 40020,
  TOKEN_REUSED: 40020,
  SESSION_REVOKED: 40020,
  INVALID_INPUT: 40001,
  UNAUTHENTICATED: 401,
  RATE_LIMITED: 429,
  ISSUER_UNAVAILABLE: 50001,
  OUTCOME_UNKNOWN: -1,
  ISSUER_REJECTED: 403,
} as const satisfies Record<RefreshErrorCode, number>;

const OAUTH2 = {
  TOKEN_INVALID: '400 invalid_grant',
  TOKEN_EXPIRED: '400 invalid_grant',
  TOKEN_REUSED: '400 invalid_grant',
  SESSION_REVOKED: '400 invalid_grant',
  INVALID_INPUT: '400 invalid_request',
  UNAUTHENTICATED: '401 invalid_client',
  RATE_LIMITED: '429 temporarily_unavailable',
  ISSUER_UNAVAILABLE: '503 temporarily_unavailable',
  OUTCOME_UNKNOWN: '500 server_error',
  ISSUER_REJECTED: '400 unauthorized_client',
} as const satisfies Record<RefreshErrorCode, string>;

const WALLETKIT = {
  TOKEN_INVALID: 401,
  TOKEN_EXPIRED: 401,
  TOKEN_REUSED: 401,
  SESSION_REVOKED: 401,
  INVALID_INPUT: 400,
  UNAUTHENTICATED: 403,
  RATE_LIMITED: 429,
  ISSUER_UNAVAILABLE: 503,
  OUTCOME_UNKNOWN: 500,
  ISSUER_REJECTED: 403,
} as const satisfies Record<RefreshErrorCode, number>;

/** Every code there is. */
export const CODES = Object.keys(REFRESH_ERRORS) as readonly RefreshErrorCode[];

/** What each face says for a code. */
export const clothes = {
  graphql: (code: RefreshErrorCode) => ({ __typename: TYPES[code], code }),
  trpc: (code: RefreshErrorCode) => ({ __typename: TYPES[code], code }),
  sessionToken: (code: RefreshErrorCode) => ({ status: 200, code: SESSION_TOKEN[code] }),
  oauth2: (code: RefreshErrorCode) => {
    const [status, error] = OAUTH2[code].split(' ');
    return { status: Number(status), error };
  },
  walletKit: (code: RefreshErrorCode) => ({ status: WALLETKIT[code], code: code.toLowerCase() }),
};

/** What each face says for a success. */
export const successClothes = {
  graphql: (type: string) => ({ __typename: type }),
  trpc: (type: string) => ({ __typename: type }),
  sessionToken: () => ({ status: 200, code: 0 }),
  oauth2: () => ({ status: 200 }),
  walletKit: () => ({ status: 200 }),
};
