import { BODY_LIMIT, readBody } from './readBody.ts';
import type { HttpExchange } from './route.ts';

/** The parameters of a form by name, or why there are none. */
export type FormBody =
  | { readonly ok: true; readonly fields: ReadonlyMap<string, string> }
  | { readonly ok: false; readonly problem: 'too-large' | 'not-a-form' | 'repeated' };

/**
 * Reads the named parameters of a form of at most 16 KiB as RFC 6749 section 3.2 asks: none of them twice, one without a
 * value counts as left out, and others are ignored.
 */
export async function readFormBody(
  { request }: HttpExchange,
  names: ReadonlySet<string>,
): Promise<FormBody> {
  if (!isForm(request.headers['content-type'])) return { ok: false, problem: 'not-a-form' };
  const body = await readBody(request, BODY_LIMIT);
  if (!body.ok) {
    request.resume();
    return { ok: false, problem: 'too-large' };
  }
  const parameters = [...new URLSearchParams(body.text)].filter(
    ([name, value]) => value !== '' && names.has(name),
  );
  const fields = new Map(parameters);
  const repeated = fields.size < parameters.length;
  return repeated ? { ok: false, problem: 'repeated' } : { ok: true, fields };
}

function isForm(contentType = ''): boolean {
  const [type = '', ...parameters] = contentType.toLowerCase().split(';');
  const charset = parameters.map((part) => part.trim()).find((part) => part.startsWith('charset='));
  const utf8 = charset === undefined || /^charset="?utf-8"?$/.test(charset);
  return type.trim() === 'application/x-www-form-urlencoded' && utf8;
}
