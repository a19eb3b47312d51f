/** A value that may be used but never printed: every way of turning it into text gives `[secret]`. */
export interface Secret {
  /** The value itself. Call it where the value leaves for its one purpose, and nowhere else. */
  reveal(): string;
}

const redacted = {
  toString: () => '[secret]',
  toJSON: () => '[secret]',
  [Symbol.for('nodejs.util.inspect.custom')]: () => '[secret]',
};

/** Wraps a token, key or password so that logs, errors and JSON cannot carry it. */
export function secret(value: string): Secret {
  const wrapped = { __proto__: redacted, reveal: () => value };
  return wrapped;
}
