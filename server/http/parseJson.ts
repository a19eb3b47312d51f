import type { JsonObject } from './jsonObject.ts';

/** A parsed text, or why it is not read. */
export type ParsedJson =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly problem: 'not-json' | 'too-deep' };

/** How deep arrays and objects may be nested in what is sent; the deepest input has 5 levels. */
export const MAX_NESTING = 64;

/** Parses what a caller sent. V8 reads any depth, but whatever walks through it afterwards runs out of stack. */
export function parseJson(text: string): ParsedJson {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, problem: 'not-json' };
  }
  return isDeeper(value, MAX_NESTING) ? { ok: false, problem: 'too-deep' } : { ok: true, value };
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  const members = value as JsonObject;
  // `Object.values` would make an array of each level, and parsed JSON inherits nothing that has a name.
  for (const name in members) {
    if (isDeeper(members[name], levels - 1)) return true;
  }
  return false;
}
