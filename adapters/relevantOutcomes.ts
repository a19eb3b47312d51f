import { type CircuitBreakerPolicy, CircuitState } from 'cockatiel';
import type { UpstreamReply } from './adapter.ts';
import type { SendFailure } from './wire.ts';

type Outcome = UpstreamReply | SendFailure;

/** Carries an outcome past the breaker: what is thrown changes nothing there, but for a probe. */
export class Uncounted extends Error {
  readonly outcome: Outcome;
  constructor(outcome: Outcome) {
    super('Not counted');
    this.outcome = outcome;
  }
}

/** Sends, and keeps from the breaker what says nothing of the upstream as it is now, by throwing it as `Uncounted`. */
export function relevantOutcomes(breaker: CircuitBreakerPolicy) {
  let turns = 0;
  for (const turned of [breaker.onBreak, breaker.onReset]) {
    turned(() => {
      turns += 1;
    });
  }
  return (send: () => Promise<Outcome>): Promise<Outcome> => {
    const sentAt = turns;
    return send().then((outcome) => {
      // A probe without a connection is no success.
      const isQueued = isFull(outcome) && breaker.state === CircuitState.Closed;
      // An outcome from before the breaker last opened or closed is no news.
      if (isQueued || turns !== sentAt) throw new Uncounted(outcome);
      return outcome;
    });
  };
}

/** It has waited too long for a connection of our own; those who have one tell of the upstream. */
function isFull(outcome: Outcome): boolean {
  return outcome.type === 'not-sent' && outcome.reason === 'full';
}
