/** What a key set says of one key; times are milliseconds since the epoch. */
export interface TimedKey {
  readonly alg: string;
  /** It has what signing needs. */
  readonly isPrivate: boolean;
  /** When it begins to sign: the `nbf` of its JWK, 0 without one. */
  readonly signsFrom: number;
  /** The `exp` of its JWK: tokens may be verified with it until then, at least. */
  readonly expiresAt: number | null;
}

/** A key with the times that follow from its neighbours. */
export type Scheduled<T extends TimedKey> = T & {
  /** When its successor begins to sign; null while it has none. */
  readonly signsUntil: number | null;
  /** When the last token it signed has expired; infinite where nobody can tell. */
  readonly verifiesUntil: number;
};

/** Where a key stands: `published` keys have no part in signing, `expired` ones may be taken out. */
export type KeyState = 'next' | 'active' | 'retired' | 'expired' | 'published';

/** The keys, newest first; `tokenLife` (ms) is how long a token may outlive the signing of its key. */
export function scheduleKeys<T extends TimedKey>(
  keys: readonly T[],
  tokenLife: number,
): readonly Scheduled<T>[] {
  const scheduled = keys.map((key): Scheduled<T> => {
    const later = keys.filter((it) => isSuccessor(it, key)).map((it) => it.signsFrom);
    const signsUntil = later.length === 0 ? null : Math.min(...later);
    return { ...key, signsUntil, verifiesUntil: verifiesUntil(key, signsUntil, tokenLife) };
  });
  return scheduled.sort((a, b) => b.signsFrom - a.signsFrom);
}

/** The key that signs at `time` (ms): the newest private one of the algorithm whose time has come. */
export function signerAt<T extends TimedKey>(
  keys: readonly Scheduled<T>[],
  alg: string,
  time: number,
): Scheduled<T> | undefined {
  let oldest: Scheduled<T> | undefined;
  for (const key of keys) {
    if (!key.isPrivate || key.alg !== alg) continue;
    if (key.signsFrom <= time) return key;
    oldest = key;
  }
  // A set whose keys are all still to come, and a token older than every key, have to be signed with something.
  return oldest;
}

/** Where a key stands at `now` (ms) in a deployment that signs with `alg`. */
export function stateOf<T extends TimedKey>(
  keys: readonly Scheduled<T>[],
  key: Scheduled<T>,
  alg: string,
  now: number,
): KeyState {
  if (signerAt(keys, alg, now) === key) return 'active';
  if (now >= key.verifiesUntil) return 'expired';
  if (key.signsUntil !== null && now >= key.signsUntil) return 'retired';
  return key.isPrivate && key.alg === alg && now < key.signsFrom ? 'next' : 'published';
}

// An `exp` may only prolong the time of a key that has signed: its tokens live as long as they live.
function verifiesUntil(key: TimedKey, signsUntil: number | null, tokenLife: number): number {
  if (signsUntil !== null) return Math.max(key.expiresAt ?? 0, signsUntil + tokenLife);
  return key.isPrivate ? Number.POSITIVE_INFINITY : (key.expiresAt ?? Number.POSITIVE_INFINITY);
}

function isSuccessor(candidate: TimedKey, key: TimedKey): boolean {
  return candidate.isPrivate && candidate.alg === key.alg && candidate.signsFrom > key.signsFrom;
}
