const UNSTORABLE = /[\\\0]|\p{Surrogate}/gu;
const ESCAPED = /\\u([0-9a-f]{4})/g;

/** Text that PostgreSQL can hold: NUL and lone surrogates, which it refuses or mangles, are escaped. */
export function toText(value: string): string {
  return value.replace(UNSTORABLE, (it) => `\\u${it.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** The text that `toText` was given. */
export function fromText(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(ESCAPED, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
