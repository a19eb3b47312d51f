import type { Call } from '../domain/call.ts';
import type { IssuerUnavailableError } from '../domain/refreshError.ts';
import type { Viewer } from '../domain/session.ts';
import type { Deps } from './deps.ts';

type Answer = Promise<Viewer | null | IssuerUnavailableError>;

const answers = new WeakMap<Call, Answer>();

/** The user that the request's access token belongs to; null when there is none. Verified once per request, on first need. */
export function viewer({ native }: Deps, call: Call): Answer {
  const known = answers.get(call);
  if (known !== undefined) return known;
  const { accessToken } = call;
  const answer: Answer =
    accessToken === null ? Promise.resolve(null) : native.authenticate(accessToken, call);
  answers.set(call, answer);
  return answer;
}
