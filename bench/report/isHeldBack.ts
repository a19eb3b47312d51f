import type { Summary } from './summarize.ts';

/** From here on the other side holds the subject back. */
const SATURATED = 0.9;

/** Whether the subject could do more than it was asked for; where its cores are counted, they say what it would do. */
export function isHeldBack({ othersBusy, cores = null }: Summary): boolean {
  return cores === null && othersBusy !== null && othersBusy >= SATURATED;
}
