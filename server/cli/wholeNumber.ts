import { UsageError } from './failures.ts';

/** The whole number that an option gives, or the default; throws a `UsageError` outside the bounds. */
export function wholeNumber(
  option: string,
  text: string | undefined,
  byDefault: number,
  min: number,
  max: number,
): number {
  if (text === undefined) return byDefault;
  const value = /^\d{1,12}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw new UsageError(`${option} must be a whole number from ${min} to ${max}.`);
}
