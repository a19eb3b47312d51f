import type { ZodType } from 'zod';
import { InvalidInputError } from '../domain/refreshError.ts';

/** Narrows the `input` argument with a schema; the first problem becomes an InvalidInputError that names its field. */
export function parseInput<T>(schema: ZodType<T>, input: unknown): T | InvalidInputError {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const field = ['input', ...(issue?.path ?? []).map(String)];
  return new InvalidInputError(field, `The field ${field.join('.')} is missing or not valid.`);
}
