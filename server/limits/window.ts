/** Seconds after which every limit forgets. */
export const WINDOW = 60;
