import { randomInt } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';

const SERIALIZATION_FAILURE = '40001';
const DEADLOCK_DETECTED = '40P01';

const ATTEMPTS = 4;

/** Runs the work again, a few times, where the server rolled it back only because others were in its way. */
export async function withRetries<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (cause) {
      if (attempt >= ATTEMPTS || !wasInTheWay(cause)) throw cause;
      await delay(randomInt(20 * attempt));
    }
  }
}

function wasInTheWay(cause: unknown): boolean {
  const state = sqlState(cause);
  return state === SERIALIZATION_FAILURE || state === DEADLOCK_DETECTED;
}

/** The SQLSTATE of a refusal that came from the server; null for any other failure. */
export function sqlState(cause: unknown): string | null {
  // By its class: EPIPE looks like a SQLSTATE.
  return cause instanceof pg.DatabaseError ? (cause.code ?? null) : null;
}
