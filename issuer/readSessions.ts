import type { NativeIssuer } from '../domain/nativeIssuer.ts';
import type { ActiveSession } from '../domain/session.ts';
import type { AccessTokens } from './accessToken.ts';
import { toActiveSession } from './activeSession.ts';
import { attempt } from './attempt.ts';
import { isLive } from './rotation.ts';
import type { SessionStore } from './store/sessionStore.ts';

type Reads = Pick<NativeIssuer, 'authenticate' | 'activeSessions' | 'sessions'>;

/** What the native issuer answers without changing anything. */
export function createReadSessions(store: SessionStore, accessTokens: AccessTokens): Reads {
  return {
    authenticate: (token, call) =>
      attempt(async () => {
        const claims = await accessTokens.verify(token, call.now());
        if (!claims) return null;
        const [session] = await store.find([claims.sid]);
        if (!session || !isLive(session, call.now())) return null;
        const { id: sessionId, userId } = session;
        return userId === claims.sub ? { userId, sessionId } : null;
      }),
    activeSessions: (userIds, first, call) =>
      attempt(async () => {
        const byUser = new Map<string, ActiveSession[]>(userIds.map((userId) => [userId, []]));
        for (const record of await store.listLive(userIds, first, call.now())) {
          byUser.get(record.userId)?.push(toActiveSession(record));
        }
        return byUser;
      }),
    sessions: (ids, call) =>
      attempt(async () => {
        const now = call.now();
        const live = (await store.find(ids)).filter((record) => isLive(record, now));
        return new Map(live.map((record) => [record.id, toActiveSession(record)]));
      }),
  };
}
