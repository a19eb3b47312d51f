import { createRecent } from './recent.ts';
import { WINDOW } from './window.ts';

/** Who is over a limit, as far as this process has seen: asked without waiting for any store. */
export interface Overdrawn {
  /** Times are milliseconds since the epoch. */
  note(key: string, until: number, now: number): void;
  /** When its limit holds it no longer, in milliseconds since the epoch; null: it is not over its limit. */
  until(key: string, now: number): number | null;
  /** Seconds until then, or null. */
  left(key: string, now: number): number | null;
  /** Nobody is over it, so that no key has to be made to ask. */
  isEmpty(now: number): boolean;
}

/** Milliseconds that a limit holds anybody at most. */
const LONGEST = WINDOW * 1000;

/** Remembers at least the last `capacity` of them. */
export function createOverdrawn(capacity = 10_000): Overdrawn {
  const ends = createRecent<number>(capacity);
  let latest = 0;
  // What is further away was noted before the clock was set back.
  const isAhead = (end: number, now: number) => end > now && end <= now + LONGEST;
  function until(key: string, now: number): number | null {
    if (!isAhead(latest, now)) return null;
    const end = ends.get(key) ?? now;
    return isAhead(end, now) ? end : null;
  }
  return {
    note(key, until, now) {
      const end = Math.min(until, now + LONGEST);
      ends.set(key, end);
      latest = isAhead(latest, now) ? Math.max(latest, end) : end;
    },
    until,
    left(key, now) {
      const end = until(key, now);
      return end === null ? null : (end - now) / 1000;
    },
    isEmpty: (now) => !isAhead(latest, now),
  };
}
