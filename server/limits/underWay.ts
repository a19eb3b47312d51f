/** Tokens on their way to issuers, by where they come from or go to. A token is one, however often it is presented. */
export interface UnderWay {
  /** How many there are beside this one. */
  others(where: string, token: string): number;
  /** Gives what ends it. */
  enter(where: string, token: string): () => void;
}

/** Holds no more than the calls in flight. */
export function createUnderWay(): UnderWay {
  const counts = new Map<string, number>();
  const countOf = (key: string) => counts.get(key) ?? 0;
  function add(key: string, change: number): number {
    const count = countOf(key) + change;
    if (count === 0) counts.delete(key);
    else counts.set(key, count);
    return count;
  }
  return {
    others: (where, token) => countOf(where) - Math.min(1, countOf(`${where} ${token}`)),
    enter(where, token) {
      const presented = `${where} ${token}`;
      if (add(presented, 1) === 1) add(where, 1);
      return () => {
        if (add(presented, -1) === 0) add(where, -1);
      };
    },
  };
}
