/** How often faults are provoked: a little with all other tests, as often as promised by `npm run suite:faults`. */
export const FULL = process.env['FAULT_COUNTS'] === 'full';

/** One of two counts. */
export const count = (few: number, full: number) => (FULL ? full : few);

/** Milliseconds that a burst may take; other tests use the machine too where the counts are few. */
export const BRIEFLY = count(5000, 1000);
