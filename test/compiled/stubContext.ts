import {
  InvalidInputError,
  InvalidRefreshTokenError,
  IssuerRejectedError,
  IssuerUnavailableError,
  RateLimitedError,
  UnauthenticatedError,
} from '../../domain/refreshError.ts';
import { secret } from '../../domain/secret.ts';
import type { Context } from '../../schema/context.ts';

const T0 = Date.UTC(2026, 0, 31);
const issuer = {
  ...{ id: 'native', kind: 'NATIVE', displayName: 'RefreshQL', jwksUri: null },
  ...{ rotates: true, revokes: true, idempotent: true },
} as const;
const pair = {
  issuer,
  accessToken: secret('the access token'),
  accessTokenExpiresAt: T0 + 3_600_000,
  refreshToken: secret('the refresh token'),
  rotated: true,
};
const token = {
  ...pair,
  ...{ kind: 'Token', refreshTokenExpiresAt: null, scope: ['a', 'b'], userId: 'ada' },
} as const;
const session = {
  ...pair,
  ...{ kind: 'Session', refreshTokenExpiresAt: T0, id: 's', createdAt: T0 },
  ...{ projectId: 'p', userId: 'ada' },
} as const;

/** Every kind of answer that an operation can give. */
export const ANSWERS: readonly unknown[] = [
  token,
  { ...token, scope: null, userId: null },
  session,
  new InvalidRefreshTokenError('TOKEN_REUSED'),
  new InvalidInputError(['input', 'native'], 'No.'),
  new UnauthenticatedError(),
  new RateLimitedError(3),
  new IssuerUnavailableError('OUTCOME_UNKNOWN', { retryAfter: 2 }),
  new IssuerRejectedError({ upstreamStatus: 400, upstreamCode: 'x' }),
];

/** A context whose use cases give `answer`, and which keeps what they were asked. */
export function stubContext(answer: unknown): { context: Context; asked: unknown[] } {
  const asked: unknown[] = [];
  const ask = async (input: unknown) => {
    asked.push(structuredClone(input));
    return answer;
  };
  const resolvers = {
    ...{ refreshToken: ask, issueToken: ask },
    revokeToken: async (input: unknown) => {
      asked.push(structuredClone(input));
      return answer === token ? { issuer } : answer;
    },
    revokeSessions: async (input: unknown) => {
      asked.push(structuredClone(input));
      return answer === token ? { count: 2 } : answer;
    },
    viewer: async () => (answer === token ? { userId: 'ada', sessionId: 's' } : null),
    issuers: () => [issuer, { ...issuer, id: 'walletkit-testnet', kind: 'WALLETKIT' }],
  };
  const call = { correlationId: 'the correlation id', now: () => T0 };
  return { context: { resolvers, call, mayCompose: true } as unknown as Context, asked };
}
