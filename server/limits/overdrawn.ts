import { createRecent } from './recent.ts';

/** Who is over a limit, as far as this process has seen: asked without waiting for any store. */
export interface Overdrawn {
  /** `until` is milliseconds since the epoch. */
  note(key: string, until: number): void;
  /** When its limit holds it no longer, in milliseconds since the epoch; null: it is not over its limit. */
  until(key: string, now: number): number | null;
  /** Nobody is over it, so that no key has to be made to ask. */
  isEmpty(now: number): boolean;
}

/** Remembers at least the last `capacity` of them. */
export function createOverdrawn(capacity = 10_000): Overdrawn {
  const ends = createRecent<number>(capacity);
  let latest = 0;
  return {
    note(key, until) {
      ends.set(key, until);
      latest = Math.max(latest, until);
    },
    until(key, now) {
      if (now >= latest) return null;
      const end = ends.get(key) ?? now;
      return end > now ? end : null;
    },
    isEmpty: (now) => now >= latest,
  };
}
