/** Decisions read from a list of numbers, so that a list stands for one document and chance has a seed. */
export interface Tape {
  /** A number from 0 to `below`, exclusive. */
  next(below: number): number;
  pick<T>(from: readonly T[]): T;
  /** True in `percent` of a hundred cases. */
  chance(percent: number): boolean;
}

/** Reads a list round and round. */
export function readTape(numbers: readonly number[]): Tape {
  let position = 0;
  const next = (below: number) => {
    const number = numbers[position % numbers.length]! + Math.floor(position / numbers.length);
    position += 1;
    return number % below;
  };
  return {
    next,
    pick: (from) => from[next(from.length)]!,
    chance: (percent) => next(100) < percent,
  };
}
