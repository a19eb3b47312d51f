import { z } from 'zod';
import type { Call } from '../domain/call.ts';
import {
  type AnyRefreshError,
  IssuerUnavailableError,
  isRefreshError,
  UnauthenticatedError,
} from '../domain/refreshError.ts';
import type { SessionSelector, Viewer } from '../domain/session.ts';
import { countWrongKey } from './countWrongKey.ts';
import type { Deps } from './deps.ts';
import { isTrusted } from './isTrusted.ts';
import { parseInput } from './parseInput.ts';
import { viewer } from './viewer.ts';

const id = z.string().min(1).max(256).nullish();

/** What `revokeSessions` takes, on every face: exactly one member. */
export const revokeSessionsInput = z
  .object({ id, others: z.literal(true).nullish(), all: z.literal(true).nullish(), userId: id })
  .refine((input) => Object.values(input).filter((value) => value != null).length === 1);

/** How many live sessions were ended. */
export interface SessionsRevoked {
  readonly count: number;
}

/** Ends native sessions: one, all others, or all. For the user (access token) or a trusted back end (service key). Never throws. */
export async function revokeSessions(
  deps: Deps,
  input: unknown,
  call: Call,
): Promise<SessionsRevoked | AnyRefreshError> {
  try {
    const parsed = parseInput(revokeSessionsInput, input);
    if (isRefreshError(parsed)) return parsed;
    const selector = await select(deps, parsed, call);
    if (isRefreshError(selector)) return selector;
    const count = await deps.native.revokeSessions(selector, call);
    return isRefreshError(count) ? count : { count };
  } catch (cause) {
    const { correlationId } = call;
    deps.emit({
      type: 'defect',
      at: call.now(),
      correlationId,
      operation: 'sessions.revoke',
      cause,
    });
    return new IssuerUnavailableError('OUTCOME_UNKNOWN');
  }
}

async function select(
  deps: Deps,
  input: z.infer<typeof revokeSessionsInput>,
  call: Call,
): Promise<SessionSelector | AnyRefreshError> {
  const trusted = isTrusted(deps, call);
  if (trusted && input.userId != null) return { userId: input.userId };
  if (trusted && input.id != null) return { sessionId: input.id };
  // Its result has no place for RATE_LIMITED, so over the limit it says what it says below.
  await countWrongKey(deps, call);
  if (input.userId != null) {
    return new UnauthenticatedError({
      message: 'Ending sessions by userId needs the service key.',
    });
  }
  const user = await viewer(deps, call);
  if (isRefreshError(user)) return user;
  if (user === null) return new UnauthenticatedError();
  return selectOwn(input, user);
}

function selectOwn(
  input: z.infer<typeof revokeSessionsInput>,
  { userId, sessionId }: Viewer,
): SessionSelector {
  if (input.id != null) return { sessionId: input.id, userId };
  return input.others === true ? { userId, exceptSessionId: sessionId } : { userId };
}
