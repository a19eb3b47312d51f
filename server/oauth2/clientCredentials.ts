import { type Secret, secret } from '../../domain/secret.ts';

/** How a request says which client it comes from (RFC 6749 section 2.3); `id` is null where it does not say. */
export type ClientCredentials =
  | { readonly ok: true; readonly id: string | null; readonly secret: Secret | null }
  | { readonly ok: false; readonly problem: 'malformed' | 'two-methods' };

/** Reads the credentials of a client from HTTP Basic or the form; another `Authorization` scheme is not looked at. */
export function readClientCredentials(
  authorization: string | undefined,
  fields: ReadonlyMap<string, string>,
): ClientCredentials {
  const id = fields.get('client_id') ?? null;
  const inForm = fields.get('client_secret');
  const basic = readBasic(authorization);
  if (basic === null) return { ok: true, id, secret: inForm === undefined ? null : secret(inForm) };
  if (inForm !== undefined) return { ok: false, problem: 'two-methods' };
  if (basic === 'malformed' || (id !== null && id !== basic.id)) {
    return { ok: false, problem: 'malformed' };
  }
  return { ok: true, ...basic };
}

function readBasic(
  authorization = '',
): { readonly id: string; readonly secret: Secret | null } | 'malformed' | null {
  const [scheme = '', value = ''] = authorization.split(/ +/, 2);
  if (scheme.toLowerCase() !== 'basic') return null;
  const text = Buffer.from(value, 'base64').toString();
  const colon = text.indexOf(':');
  const id = decode(text.slice(0, colon));
  const password = decode(text.slice(colon + 1));
  if (colon < 1 || id === null || password === null) return 'malformed';
  return { id, secret: password === '' ? null : secret(password) };
}

/** RFC 6749 section 2.3.1: both parts are encoded as in a form. */
function decode(part: string): string | null {
  try {
    return decodeURIComponent(part.replaceAll('+', ' '));
  } catch {
    return null;
  }
}
