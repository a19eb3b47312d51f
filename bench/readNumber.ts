/** A number above 0 from the command line; throws a sentence that names the option and what it was given. */
export function positive(option: string, text: string, limit = 3600): number {
  const value = Number(text);
  if (value > 0 && value < limit) return value;
  throw new RangeError(`${option} is a number above 0 and below ${limit}, not "${text}".`);
}

/** The same of a whole number. */
export function whole(option: string, text: string, limit?: number): number {
  const value = positive(option, text, limit);
  if (Number.isInteger(value)) return value;
  throw new RangeError(`${option} is a whole number, not "${text}".`);
}
