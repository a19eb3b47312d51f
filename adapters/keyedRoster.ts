import { createRoster } from './roster.ts';

/** Who is at work, by key. */
export interface KeyedRoster<T> {
  get(key: string): T | null;
  /** Takes the place of whoever has this key. */
  set(key: string, member: T): void;
  delete(key: string): void;
  members(): readonly T[];
}

/** A map for what comes and goes: the dead copies that a `Map` leaves hold no more than keys and numbers (see `createRoster`). */
export function createKeyedRoster<T>(): KeyedRoster<T> {
  const places = new Map<string, number>();
  const roster = createRoster<T>();
  function remove(key: string): void {
    const place = places.get(key);
    if (place === undefined) return;
    places.delete(key);
    roster.leave(place);
  }
  return {
    get(key) {
      const place = places.get(key);
      return place === undefined ? null : roster.at(place);
    },
    set(key, member) {
      remove(key);
      places.set(key, roster.enter(member));
    },
    delete: remove,
    members: roster.members,
  };
}
