/** What was told last, by key. */
export interface Recent<Value> {
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
}

/**
 * Remembers at least the last `capacity` values and at most twice as many. The older half goes at once: a Map that loses
 * its oldest key again and again has ever more holes before the next one, and finding that takes ever longer.
 */
export function createRecent<Value>(capacity: number): Recent<Value> {
  let young = new Map<string, Value>();
  let old = new Map<string, Value>();
  return {
    get: (key) => young.get(key) ?? old.get(key),
    set(key, value) {
      young.set(key, value);
      if (young.size < capacity) return;
      old = young;
      young = new Map();
    },
  };
}
