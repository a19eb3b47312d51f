import { InvalidInputError, isRefreshError } from '../../domain/refreshError.ts';
import type { ViewerInput } from './inputs.ts';
import { toRefusal } from './refusal.ts';
import { toActiveSession } from './success.ts';
import type { TrpcContext } from './trpcContext.ts';

const DEFAULT_FIRST = 50;

/** The user of the request's access token with their live sessions; null when there is none. */
export async function viewer({ resolvers, call }: TrpcContext, input: ViewerInput | undefined) {
  const first: unknown = input?.first ?? DEFAULT_FIRST;
  if (!Number.isInteger(first)) {
    return toRefusal(new InvalidInputError(['first'], 'first must be a whole number.'), call);
  }
  const user = await resolvers.viewer(call);
  if (isRefreshError(user)) return toRefusal(user, call);
  if (user === null) return null;
  const sessions = await resolvers.activeSessions(user.userId, Number(first), call);
  if (isRefreshError(sessions)) return toRefusal(sessions, call);
  return {
    __typename: 'User' as const,
    id: user.userId,
    activeSessions: sessions.map((session) => toActiveSession(session, user.sessionId)),
  };
}
