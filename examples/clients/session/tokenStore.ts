/** What a client keeps of a session. */
export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
}

/** Where it is kept. Tabs that share one session share one store. */
export interface TokenStore {
  /** Null when nobody is signed in. */
  load(): Tokens | null;
  save(tokens: Tokens | null): void;
}

/** A store that ends with the page or the process. */
export function memoryStore(tokens: Tokens | null): TokenStore {
  let held = tokens;
  return {
    load: () => held,
    save: (next) => {
      held = next;
    },
  };
}
