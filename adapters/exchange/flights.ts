import { createKeyedRoster } from '../keyedRoster.ts';
import type { Outcome } from './outcome.ts';

/** One refresh under way in this process, or ended but not in the store yet. */
export interface Flight {
  readonly binding: string;
  /** Never rejects. */
  readonly outcome: Promise<Outcome>;
}

/** The refreshes under way in this process, by the key of their token. */
export interface Flights {
  get(key: string): Flight | null;
  /** Makes a flight the one that others join. */
  start(key: string, flight: Flight): void;
  /** Ends it for later callers; those who have joined keep it. */
  end(key: string, flight: Flight): void;
  /** Ends any flight of this token for later callers. */
  drop(key: string): void;
}

/** The single flights of one process. */
export function createFlights(): Flights {
  const flights = createKeyedRoster<Flight>();
  return {
    get: flights.get,
    start: flights.set,
    end(key, flight) {
      if (flights.get(key) === flight) flights.delete(key);
    },
    drop: flights.delete,
  };
}
