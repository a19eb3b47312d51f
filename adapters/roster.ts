/** Who is at work, in no order. */
export interface Roster<T> {
  /** Gives the place to be left later. */
  enter(member: T): number;
  leave(place: number): void;
  /** Who has the place; null where nobody has. */
  at(place: number): T | null;
  members(): readonly T[];
}

/**
 * A set whose places are used again. A `Set` that much comes and goes through is copied all the time, and V8 keeps what its
 * copies hold, whole requests here, until the next full collection.
 */
export function createRoster<T>(): Roster<T> {
  const places: (T | null)[] = [];
  const free: number[] = [];
  return {
    enter(member) {
      const place = free.pop() ?? places.length;
      places[place] = member;
      return place;
    },
    leave(place) {
      places[place] = null;
      free.push(place);
    },
    at: (place) => places[place] ?? null,
    members: () => places.filter((member) => member !== null),
  };
}
