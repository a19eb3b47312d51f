/** Tells whether more jobs are worth waiting for, given how many wait already. */
export type Gathering = (waiting: number) => boolean;

/** Turns of the event loop that a batch waits at the most: a few turns take less than one commit. */
const TURNS = 4;

/**
 * Lets a batch wait a turn of the event loop for as long as each brings more jobs. Who was answered together comes back
 * within a few turns; without this they would find two batches begun in between, each at the price of a whole one.
 */
export function createGathering(): Gathering {
  let seen = 0;
  let turns = 0;
  return (waiting) => {
    const waits = waiting > seen && turns < TURNS;
    seen = waits ? waiting : 0;
    turns = waits ? turns + 1 : 0;
    return waits;
  };
}
