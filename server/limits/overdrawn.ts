/** Who is over a limit, as far as this process has seen: asked without waiting for any store. */
export interface Overdrawn {
  /** `until` is milliseconds since the epoch. */
  note(key: string, until: number): void;
  has(key: string, now: number): boolean;
}

/** Remembers at most `capacity` of them; the oldest are forgotten first. */
export function createOverdrawn(capacity = 10_000): Overdrawn {
  const ends = new Map<string, number>();
  return {
    note(key, until) {
      ends.delete(key);
      ends.set(key, until);
      const [oldest] = ends.keys();
      if (ends.size > capacity && oldest !== undefined) ends.delete(oldest);
    },
    has: (key, now) => (ends.get(key) ?? now) > now,
  };
}
