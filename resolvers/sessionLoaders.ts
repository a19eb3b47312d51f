import DataLoader from 'dataloader';
import type { Call } from '../domain/call.ts';
import { type IssuerUnavailableError, isRefreshError } from '../domain/refreshError.ts';
import type { ActiveSession } from '../domain/session.ts';
import type { Deps } from './deps.ts';

interface UserKey {
  readonly userId: string;
  readonly first: number;
}

type Sessions = readonly ActiveSession[] | IssuerUnavailableError;
type Session = ActiveSession | null | IssuerUnavailableError;

interface SessionLoaders {
  readonly byUser: DataLoader<UserKey, Sessions, string>;
  readonly byId: DataLoader<string, Session>;
}

const loaders = new WeakMap<Call, SessionLoaders>();

/** The session readers of one request: each level of a query is one store query. */
export function sessionLoaders(deps: Deps, call: Call): SessionLoaders {
  const known = loaders.get(call);
  if (known !== undefined) return known;
  const made: SessionLoaders = {
    byUser: new DataLoader((keys) => loadByUser(deps, keys, call), {
      cacheKeyFn: ({ userId, first }) => `${first} ${userId}`,
    }),
    byId: new DataLoader((ids) => loadById(deps, ids, call)),
  };
  loaders.set(call, made);
  return made;
}

async function loadByUser(
  { native }: Deps,
  keys: readonly UserKey[],
  call: Call,
): Promise<Sessions[]> {
  const most = Math.max(...keys.map((key) => key.first));
  const userIds = [...new Set(keys.map((key) => key.userId))];
  const found = await native.activeSessions(userIds, most, call);
  if (isRefreshError(found)) return keys.map(() => found);
  return keys.map(({ userId, first }) => (found.get(userId) ?? []).slice(0, first));
}

async function loadById({ native }: Deps, ids: readonly string[], call: Call): Promise<Session[]> {
  const found = await native.sessions(ids, call);
  if (isRefreshError(found)) return ids.map(() => found);
  return ids.map((id) => found.get(id) ?? null);
}
