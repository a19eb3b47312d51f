/** A value that is there already, or will be. */
export type MaybePromise<T> = T | Promise<T>;

/**
 * Goes on with a value, at once where it is there: every promise costs as much as the small steps between them, and most
 * calls need none. A failure of what is waited for, or of `next`, is thrown or rejected as it comes.
 */
export function then<T, U>(
  value: MaybePromise<T>,
  next: (value: T) => MaybePromise<U>,
): MaybePromise<U> {
  return value instanceof Promise ? value.then(next) : next(value);
}
