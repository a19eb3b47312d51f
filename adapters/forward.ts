import type { Call } from '../domain/call.ts';
import type { Credential, Issuer } from '../domain/issuer.ts';
import { IssuerRejectedError, IssuerUnavailableError } from '../domain/refreshError.ts';
import type { Adapter, Exchange } from './adapter.ts';
import type { Http } from './http.ts';

/** Makes an issuer of an adapter: it asks the upstream at most once a call, and never throws. */
export function createForwardingIssuer<C extends Credential>(
  adapter: Adapter<C>,
  http: Http,
): Issuer<C> {
  const { facts, refresh, revoke } = adapter;
  return {
    facts,
    refresh: (credential, call) =>
      forward(refresh, http, credential, call, (cause) => lost(facts.idempotent, cause)),
    async revoke(credential, call) {
      if (revoke === null) return irrevocable(facts.displayName);
      return forward(revoke, http, credential, call, unconfirmed);
    },
  };
}

async function forward<C extends Credential, Result>(
  exchange: Exchange<C, Result>,
  http: Http,
  credential: C,
  call: Call,
  afterSending: (cause: unknown) => IssuerUnavailableError,
): Promise<Result | IssuerUnavailableError> {
  let sent = false;
  try {
    const request = exchange.toRequest(credential, call.correlationId);
    sent = true;
    const answer = await http.send(request);
    if (answer.type === 'reply') return exchange.fromReply(answer, credential, call.now());
    return answer.type === 'not-sent' ? unreachable(answer) : afterSending(answer);
  } catch (error) {
    return sent ? afterSending(describe(error)) : unreachable(describe(error));
  }
}

function unreachable(cause: unknown): IssuerUnavailableError {
  return new IssuerUnavailableError('ISSUER_UNAVAILABLE', { cause });
}

function lost(idempotent: boolean, cause: unknown): IssuerUnavailableError {
  if (!idempotent) return new IssuerUnavailableError('OUTCOME_UNKNOWN', { cause });
  const message = 'The issuer did not give a usable answer; the refresh token was not spent.';
  return new IssuerUnavailableError('ISSUER_UNAVAILABLE', { message, cause });
}

/** Ending a token twice is harmless (RFC 7009 section 2.2), so the caller may try again. */
function unconfirmed(cause: unknown): IssuerUnavailableError {
  const message = 'The issuer did not confirm that it has ended the token.';
  return new IssuerUnavailableError('OUTCOME_UNKNOWN', { message, retryable: true, cause });
}

function irrevocable(displayName: string): IssuerRejectedError {
  return new IssuerRejectedError({ message: `${displayName} has no revocation endpoint.` });
}

/** A defect without its message, which could quote a token. */
function describe(error: unknown): SendDefect {
  if (!(error instanceof Error)) return { reason: 'defect', name: typeof error, at: [] };
  const at = (error.stack ?? '').split('\n').filter((line) => /^\s+at \S/.test(line));
  return { reason: 'defect', name: error.name, at };
}

interface SendDefect {
  readonly reason: 'defect';
  readonly name: string;
  readonly at: readonly string[];
}
