/** What is known of texts; the least recently used are forgotten. */
export interface TextCache<T> {
  get(text: string): T | undefined;
  set(text: string, value: T): void;
}

/** Characters that every text is charged beside its own: the shortest document takes as much memory as these. */
const PLACE = 100;

const charge = (text: string): number => text.length + PLACE;

/**
 * Remembers texts of at most `budget` characters in all. Counting entries instead would let a caller pin a parsed document of
 * 300 KB under each of them. What is remembered of a text must not take more than in proportion to its length: an Error does.
 */
export function createTextCache<T>(budget: number): TextCache<T> {
  const entries = new Map<string, T>();
  let size = 0;
  // Comparing with the newest takes less than hashing, and most requests ask for what the one before has asked for.
  let newest = '';

  function forget(text: string): void {
    if (entries.delete(text)) size -= charge(text);
  }

  function makeRoom(): void {
    for (const text of entries.keys()) {
      if (size <= budget) return;
      forget(text);
    }
  }

  return {
    get(text) {
      if (text === newest) return entries.get(newest);
      const value = entries.get(text);
      if (value === undefined) return undefined;
      // A Map keeps the order of insertion, so what was used goes to its end.
      entries.delete(text);
      entries.set(text, value);
      newest = text;
      return value;
    },
    set(text, value) {
      forget(text);
      entries.set(text, value);
      newest = text;
      size += charge(text);
      makeRoom();
    },
  };
}
