import { z } from 'zod';

/** Text that is not blank. */
export function text(what: string) {
  const error = `It must be ${what}.`;
  return z.string({ error }).trim().min(1, error);
}

/** A whole number, also when written as text. */
export function wholeNumber(min: number, max: number, unit = '') {
  const error = `It must be a whole number${unit} from ${min} to ${max}.`;
  const digits = z
    .string()
    .regex(/^\d{1,12}$/)
    .transform(Number);
  return z
    .union([z.number(), digits], { error })
    .pipe(z.number().int(error).min(min, error).max(max, error));
}

/** True or false, also when written as text. */
export function flag() {
  return z.union([z.boolean(), z.stringbool({ truthy: ['true', '1'], falsy: ['false', '0'] })], {
    error: 'It must be true or false.',
  });
}

/** One of a few words. */
export function oneOf<const T extends readonly string[]>(words: T) {
  return z.enum(words, { error: `It must be one of ${words.join(', ')}.` });
}

/** JSON, also when written as text; `inner` checks what it says. */
export function json<T extends z.ZodType>(inner: T) {
  return z
    .unknown()
    .transform((value, context) => {
      if (typeof value !== 'string') return value;
      try {
        return JSON.parse(value) as unknown;
      } catch {
        context.addIssue({ code: 'custom', message: 'It must be JSON.' });
        return z.NEVER;
      }
    })
    .pipe(inner);
}

/** A record under the short names that issuer ids are made of. */
export function named<T extends z.ZodType>(entry: T) {
  const name = z
    .string()
    .regex(
      /^[a-z0-9][a-z0-9-]{0,62}$/,
      'A name in it must be 1 to 63 of a-z, 0-9 and "-", and start with a letter or digit.',
    );
  return json(z.record(name, entry, { error: 'It must be a JSON object of names.' }));
}

/** What `URL` reads as something else, while the address is used as it is written. */
const MISREAD = /[\s\\"'<>]/;

/** An absolute http or https address without user, fragment, or (unless allowed) query; returned as written. */
export function httpUrl(options: { readonly query?: boolean } = {}) {
  const error = options.query
    ? 'It must be an http or https address without user and fragment.'
    : 'It must be an http or https address without user, query and fragment.';
  return z
    .string({ error })
    .trim()
    .refine((value) => isPlainHttpUrl(value, options.query === true), error)
    .refine(
      (value) => !MISREAD.test(value),
      'It must not have spaces, backslashes, quotes or angle brackets.',
    );
}

/** The same, as the base that paths are appended to: without slashes at its end. */
export function baseUrl() {
  return httpUrl().transform((value) => value.replace(/\/+$/, ''));
}

function isPlainHttpUrl(value: string, query: boolean): boolean {
  const url = URL.parse(value);
  if (url === null || !/^https?:\/\//i.test(value)) return false;
  if (url.username !== '' || url.password !== '' || value.includes('#')) return false;
  return query || !value.includes('?');
}
