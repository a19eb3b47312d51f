import type { Call } from '../domain/call.ts';
import type { EventSink } from '../domain/events.ts';
import type { NativeIssuer } from '../domain/nativeIssuer.ts';
import type { SessionSelector } from '../domain/session.ts';
import { attempt } from './attempt.ts';
import { sessionEvent } from './sessionEvent.ts';
import type { SessionStore } from './store/sessionStore.ts';

/** Ends the selected sessions, says how many were live, and enters each occurrence into the audit trail. */
export function createRevokeSessions(
  store: SessionStore,
  emit: EventSink,
): NativeIssuer['revokeSessions'] {
  return (selector, call) =>
    attempt(async () => {
      const ids = await store.revoke(selector, call.now(), call.correlationId);
      record(selector, ids, emit, call);
      return ids.length;
    });
}

function record(
  selector: SessionSelector,
  ids: readonly string[],
  emit: EventSink,
  call: Call,
): void {
  const userId = selector.userId ?? null;
  const all = !('sessionId' in selector) && selector.exceptSessionId === undefined;
  for (const sessionId of all ? [null] : ids) {
    emit(sessionEvent('session.revoked', { sessionId, userId }, call));
  }
}
