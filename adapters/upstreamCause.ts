import type { z } from 'zod';
import type { UpstreamReply } from './adapter.ts';
import type { SendFailure } from './wire.ts';

/** Why a call failed, for the log: what it prints of a cause is these three members. */
export interface UpstreamCause {
  readonly name: 'Refused' | 'Unreadable' | 'NotSent' | 'MaybeSent';
  readonly message: string;
  readonly code?: string | null;
}

/** An answer that is a refusal; `code` and `text` must be cleaned already (upstreamText.ts). */
export function refusalCause(
  { status, isJson }: UpstreamReply,
  code: string | null = null,
  text: string | null = null,
): UpstreamCause {
  const body = isJson ? '' : ', not called JSON';
  const words = [code, text].filter((word) => word !== null).map((word) => `: ${word}`);
  return {
    name: 'Refused',
    message: `The upstream answered ${status}${body}${words.join('')}`,
    code,
  };
}

/** A success whose body is not what it has to be; it names the members, not what they hold. */
export function unreadableCause({ issues }: z.ZodError): UpstreamCause {
  const members = issues.map(({ path }) => path.join('.') || 'the body').join(', ');
  return { name: 'Unreadable', message: `The upstream answered with a wrong ${members}` };
}

/** A call without an answer. */
export function failureCause(failure: SendFailure): SendFailure & UpstreamCause {
  const isUnsent = failure.type === 'not-sent';
  const message = `${isUnsent ? 'Not sent' : 'Sent, but no answer came'}: ${failure.reason}`;
  return { name: isUnsent ? 'NotSent' : 'MaybeSent', message, ...failure };
}
