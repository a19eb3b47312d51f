import { type CircuitBreakerPolicy, CircuitState } from 'cockatiel';
import type { SendOutcome } from './wire.ts';

/** Carries an outcome past the breaker: what is thrown changes nothing there, but for a probe. */
export class Uncounted extends Error {
  readonly outcome: SendOutcome;
  constructor(outcome: SendOutcome) {
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
  return (send: () => Promise<SendOutcome>): Promise<SendOutcome> => {
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
function isFull(outcome: SendOutcome): boolean {
  return outcome.type === 'not-sent' && outcome.reason === 'full';
}
