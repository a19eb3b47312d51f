import { z } from 'zod';
import type { Grant } from '../../domain/grant.ts';
import type { IssuerFacts } from '../../domain/issuer.ts';
import {
  type AnyRefreshError,
  InvalidInputError,
  InvalidRefreshTokenError,
  IssuerRejectedError,
  IssuerUnavailableError,
  isRefreshError,
  RateLimitedError,
  UnauthenticatedError,
} from '../../domain/refreshError.ts';
import { secret } from '../../domain/secret.ts';

/** How a refresh ended. */
export type Outcome = Grant | AnyRefreshError;

const token = z.string().transform(secret);
const pair = {
  accessToken: token,
  accessTokenExpiresAt: z.number(),
  refreshToken: token,
  rotated: z.boolean(),
  userId: z.string().nullable(),
};
const outcomeSchema = z.discriminatedUnion('kind', [
  z.object({
    ...pair,
    kind: z.literal('Token'),
    refreshTokenExpiresAt: z.number().nullable(),
    scope: z.array(z.string()).nullable(),
  }),
  z.object({
    ...pair,
    kind: z.literal('Session'),
    refreshTokenExpiresAt: z.number(),
    id: z.string(),
    createdAt: z.number(),
    projectId: z.string(),
    userId: z.string(),
  }),
  z.object({
    kind: z.literal('Refusal'),
    code: z.string(),
    facts: z.object({ message: z.string(), retryable: z.boolean(), reauthenticate: z.boolean() }),
    retryAfter: z.number().nullish(),
    upstreamStatus: z.number().nullish(),
    upstreamCode: z.string().nullish(),
    field: z.array(z.string()).nullish(),
  }),
]);

type Refusal = Extract<z.infer<typeof outcomeSchema>, { kind: 'Refusal' }>;

/** The outcome as text, with its tokens: to be sealed. Causes are for the log of who was told first, and left out. */
export function encodeOutcome(outcome: Outcome): string {
  if (!isRefreshError(outcome)) {
    return JSON.stringify({
      ...outcome,
      issuer: undefined,
      accessToken: outcome.accessToken.reveal(),
      refreshToken: outcome.refreshToken.reveal(),
    });
  }
  const { code, message, retryable, reauthenticate, cause: _, ...more } = outcome;
  const facts = { message, retryable, reauthenticate };
  return JSON.stringify({ kind: 'Refusal', code, facts, ...more });
}

/** The outcome that a text stands for; null for one that this version of the program does not understand. */
export function decodeOutcome(text: string, issuer: IssuerFacts): Outcome | null {
  const { data } = outcomeSchema.safeParse(JSON.parse(text));
  if (data === undefined) return null;
  return data.kind === 'Refusal' ? toError(data) : { ...data, issuer };
}

function toError({ code, facts, ...more }: Refusal): AnyRefreshError | null {
  const { retryAfter = null, upstreamStatus = null, upstreamCode = null, field } = more;
  switch (code) {
    case 'TOKEN_INVALID':
    case 'TOKEN_EXPIRED':
    case 'TOKEN_REUSED':
    case 'SESSION_REVOKED':
      return new InvalidRefreshTokenError(code, facts);
    case 'INVALID_INPUT':
      return new InvalidInputError(field ?? [], facts.message);
    case 'UNAUTHENTICATED':
      return new UnauthenticatedError(facts);
    case 'RATE_LIMITED':
      return new RateLimitedError(retryAfter ?? 1, facts);
    case 'ISSUER_UNAVAILABLE':
    case 'OUTCOME_UNKNOWN':
      return new IssuerUnavailableError(code, { ...facts, retryAfter });
    case 'ISSUER_REJECTED':
      return new IssuerRejectedError({ ...facts, upstreamStatus, upstreamCode });
    default:
      return null;
  }
}
