import type { Call } from '../domain/call.ts';
import type { SessionEvent } from '../domain/events.ts';

/** One entry of the audit trail, at the time of the call. */
export function sessionEvent(
  type: SessionEvent['type'],
  session: Pick<SessionEvent, 'sessionId' | 'userId'>,
  call: Call,
): SessionEvent {
  const { sessionId, userId } = session;
  return { type, at: call.now(), correlationId: call.correlationId, sessionId, userId };
}
