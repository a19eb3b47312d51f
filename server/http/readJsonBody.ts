import { parseJson } from './parseJson.ts';
import { BODY_LIMIT, readBody } from './readBody.ts';
import type { HttpExchange } from './route.ts';

/** A parsed JSON body, or why there is none. */
export type JsonBody =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly problem: 'too-large' | 'not-json' | 'too-deep' };

/** Reads a JSON body of at most 16 KiB; what its `Content-Type` says is left to the caller. */
export async function readJsonBody({ request }: HttpExchange): Promise<JsonBody> {
  const body = await readBody(request, BODY_LIMIT);
  if (!body.ok) {
    request.resume();
    return { ok: false, problem: 'too-large' };
  }
  return parseJson(body.text);
}

/** The headers of a reply to a body that was not read to its end. */
export const UNREAD_BODY = { connection: 'close' } as const;
