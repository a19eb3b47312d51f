import type { Call } from '../domain/call.ts';
import type { MaybePromise } from '../domain/maybePromise.ts';
import type { RateLimitedError } from '../domain/refreshError.ts';
import type { Deps } from './deps.ts';
import { isTrusted } from './isTrusted.ts';

type Answer = MaybePromise<RateLimitedError | null>;

const answers = new WeakMap<Call, Answer>();

/**
 * Counts a wrong service key as one guess of its request, however many fields it was sent for; gives what to answer in
 * place of the refusal, or null. The right key is never held back: a lock would let neighbours shut a back end out.
 */
export function countWrongKey(deps: Deps, call: Call): Answer {
  if (call.serviceKey === null || isTrusted(deps, call)) return null;
  const known = answers.get(call);
  if (known !== undefined) return known;
  const answer = deps.limiter.other('serviceKey', call);
  answers.set(call, answer);
  return answer;
}
