import { createKeyedRoster } from '../keyedRoster.ts';
import type { Outcome } from './outcome.ts';

/** One refresh under way in this process, or ended but not in the store yet. */
export interface Flight {
  readonly binding: string;
  /** The attempt that it makes. */
  readonly holder: string;
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
  /** Ends any flight of this token for later callers; what came of it is to be kept for nobody. */
  drop(key: string): void;
  wasDropped(flight: Flight): boolean;
}

/** The single flights of one process. */
export function createFlights(): Flights {
  const flights = createKeyedRoster<Flight>();
  const dropped = new WeakSet<Flight>();
  return {
    get: flights.get,
    start: flights.set,
    end(key, flight) {
      if (flights.get(key) === flight) flights.delete(key);
    },
    drop(key) {
      const flight = flights.get(key);
      if (flight !== null) dropped.add(flight);
      flights.delete(key);
    },
    wasDropped: (flight) => dropped.has(flight),
  };
}
