import type { Call } from '../domain/call.ts';
import {
  type AnyRefreshError,
  InvalidInputError,
  isRefreshError,
  UnauthenticatedError,
} from '../domain/refreshError.ts';
import type { ActiveSession } from '../domain/session.ts';
import { countWrongKey } from './countWrongKey.ts';
import type { Deps } from './deps.ts';
import { isTrusted } from './isTrusted.ts';
import { sessionLoaders } from './sessionLoaders.ts';
import { viewer } from './viewer.ts';

const MAX_FIRST = 100;

/** Live sessions of a user, newest first, at most `first` (1 to 100). For the user themself or a trusted back end. */
export async function activeSessions(
  deps: Deps,
  userId: string,
  first: number,
  call: Call,
): Promise<readonly ActiveSession[] | AnyRefreshError> {
  if (first < 1 || first > MAX_FIRST) {
    return new InvalidInputError(['first'], `The argument first must be from 1 to ${MAX_FIRST}.`);
  }
  const allowed = await mayRead(deps, userId, call);
  if (isRefreshError(allowed)) return allowed;
  if (!allowed) return new UnauthenticatedError();
  return sessionLoaders(deps, call).byUser.load({ userId, first });
}

/** A live session by id; null when it is not live or the caller may not see it. */
export async function activeSession(
  deps: Deps,
  id: string,
  call: Call,
): Promise<ActiveSession | null | AnyRefreshError> {
  const session = await sessionLoaders(deps, call).byId.load(id);
  if (session === null || isRefreshError(session)) return session;
  const allowed = await mayRead(deps, session.userId, call);
  if (isRefreshError(allowed)) return allowed;
  return allowed ? session : null;
}

async function mayRead(deps: Deps, userId: string, call: Call): Promise<boolean | AnyRefreshError> {
  if (isTrusted(deps, call)) return true;
  const limited = await countWrongKey(deps, call);
  const user = await viewer(deps, call);
  if (isRefreshError(user)) return user;
  return user?.userId === userId || (limited ?? false);
}
