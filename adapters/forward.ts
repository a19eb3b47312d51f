import type { Call } from '../domain/call.ts';
import type { Credential, Issuer } from '../domain/issuer.ts';
import { IssuerRejectedError, IssuerUnavailableError } from '../domain/refreshError.ts';
import type { Adapter, UpstreamCall } from './adapter.ts';
import type { Http } from './http.ts';
import { maybeSpent, type NoAnswer, notSpent, unconfirmed } from './noAnswer.ts';
import { failureCause } from './upstreamCause.ts';

/** Makes an issuer of an adapter: it asks the upstream at most once a call, and never throws. */
export function createForwardingIssuer<C extends Credential>(
  adapter: Adapter<C>,
  http: Http,
): Issuer<C> {
  const { facts, refresh, revoke } = adapter;
  return {
    facts,
    refresh: (credential, call) =>
      forward(refresh, http, credential, call, facts.idempotent ? notSpent : maybeSpent),
    async revoke(credential, call) {
      if (revoke === null) return irrevocable(facts.displayName);
      return forward(revoke, http, credential, call, unconfirmed);
    },
  };
}

async function forward<C extends Credential, Result>(
  upstreamCall: UpstreamCall<C, Result>,
  http: Http,
  credential: C,
  call: Call,
  afterSending: NoAnswer,
): Promise<Result | IssuerUnavailableError> {
  let sent = false;
  try {
    const request = await upstreamCall.toRequest(credential, call.correlationId);
    sent = true;
    const answer = await http.send(request);
    if (answer.type === 'reply') return upstreamCall.fromReply(answer, credential, call.now());
    const cause = failureCause(answer);
    if (answer.type === 'not-sent') return unreachable(cause, answer.retryAfter);
    return afterSending({ cause });
  } catch (error) {
    const cause = describe(error);
    return sent ? afterSending({ cause }) : unreachable(cause);
  }
}

function unreachable(cause: unknown, retryAfter?: number): IssuerUnavailableError {
  return new IssuerUnavailableError('ISSUER_UNAVAILABLE', {
    cause,
    retryAfter: retryAfter ?? null,
  });
}

function irrevocable(displayName: string): IssuerRejectedError {
  return new IssuerRejectedError({ message: `${displayName} has no revocation endpoint.` });
}

/** A defect without its message, which could quote a token. */
function describe(error: unknown): SendDefect {
  const message = 'An adapter threw.';
  if (!(error instanceof Error)) return { name: 'Defect', message, stack: '' };
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at \S/.test(line));
  return { name: error.name, message, stack: frames.join('\n') };
}

interface SendDefect {
  readonly name: string;
  readonly message: string;
  readonly stack: string;
}
