const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** The last time that a `Date` can be, and the first one below zero. */
const MAX_TIME = 8.64e15;

/** Days of which the date is kept: what one deployment gives expires on two or three. */
const KEPT = 8;
const days: number[] = Array(KEPT).fill(Number.NaN);
const dates: string[] = Array(KEPT).fill('');

const two = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));
const three = Array.from({ length: 1000 }, (_, number) => String(number).padStart(3, '0'));

/**
 * Milliseconds since the epoch as `Date.prototype.toISOString` writes them, in a third of its time; throws a `RangeError` for
 * what is no time.
 */
export function isoTime(time: number): string {
  if (!Number.isInteger(time) || Math.abs(time) > MAX_TIME) return new Date(time).toISOString();
  const day = Math.floor(time / DAY);
  const rest = time - day * DAY;
  const hours = two[Math.floor(rest / HOUR)];
  const minutes = two[Math.floor(rest / MINUTE) % 60];
  const seconds = two[Math.floor(rest / SECOND) % 60];
  const millis = three[rest % SECOND];
  return `${dateOf(day)}T${hours}:${minutes}:${seconds}.${millis}Z`;
}

function dateOf(day: number): string {
  const place = day & (KEPT - 1);
  if (days[place] !== day) {
    dates[place] = new Date(day * DAY).toISOString().split('T', 1).join();
    days[place] = day;
  }
  return dates[place] ?? '';
}
