import type { IncomingMessage } from 'node:http';
import type { WalletKitSession, WalletKitSessions } from './walletKitSessions.ts';

/** A request to the emulator, with its body read. */
export interface ReceivedRequest {
  readonly message: IncomingMessage;
  readonly body: string;
}

/** What WalletKit answers. */
export interface ContractReply {
  readonly status: number;
  readonly json: WalletKitSession | { readonly code: string | null; readonly error: string };
}

/** The fields of a well-formed refresh request. */
export interface RefreshFields {
  readonly session_id: string;
  readonly refresh_token: string;
}

/** `POST /users/refresh-token` by the letter of WalletKit's contract; it spends the token that it accepts. */
export function answerRefresh(
  { message, body }: ReceivedRequest,
  sessions: WalletKitSessions,
): ContractReply {
  const { method, url, headers } = message;
  if (method !== 'POST' || url !== '/users/refresh-token') return refusal(404, 'not found');
  const projectId = headers['x-walletkit-project-id'];
  if (typeof projectId !== 'string' || projectId === '')
    return refusal(400, 'X-WalletKit-Project-ID is required');
  if (!headers['content-type']?.startsWith('application/json'))
    return refusal(400, 'Content-Type must be application/json');
  const fields = readFields(body);
  if (fields === null) return refusal(400, 'session_id and refresh_token are required');
  return rotate(sessions, projectId, fields);
}

/** The fields of a body; null unless it is a JSON object with both, as strings that are not empty. */
export function readFields(body: string): RefreshFields | null {
  const parsed = parse(body);
  if (typeof parsed !== 'object' || parsed === null) return null;
  if (!('session_id' in parsed && 'refresh_token' in parsed)) return null;
  const { session_id, refresh_token } = parsed;
  if (typeof session_id !== 'string' || typeof refresh_token !== 'string') return null;
  return session_id === '' || refresh_token === '' ? null : { session_id, refresh_token };
}

function rotate(
  sessions: WalletKitSessions,
  projectId: string,
  { session_id, refresh_token }: RefreshFields,
): ContractReply {
  const session = sessions.find(session_id);
  if (session === undefined) return refusal(401, 'invalid session token');
  if (session.project_id !== projectId) return refusal(403, 'forbidden');
  const next = sessions.rotate(session_id, refresh_token);
  return next === null ? refusal(401, 'invalid session token') : { status: 200, json: next };
}

function refusal(status: number, error: string): ContractReply {
  return { status, json: { code: null, error } };
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
