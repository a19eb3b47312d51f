/** A value that may be used but never printed: every way of turning it into text gives `[secret]`. */
export interface Secret {
  /** The value itself. Call it where the value leaves for its one purpose, and nowhere else. */
  reveal(): string;
}

const REDACTED = '[secret]';

class Wrapped implements Secret {
  readonly reveal: () => string;

  constructor(value: string) {
    this.reveal = () => value;
  }

  toString(): string {
    return REDACTED;
  }

  toJSON(): string {
    return REDACTED;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return REDACTED;
  }
}

/** Wraps a token, key or password so that logs, errors and JSON cannot carry it. */
export function secret(value: string): Secret {
  return new Wrapped(value);
}
