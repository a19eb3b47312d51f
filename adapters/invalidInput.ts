import type { z } from 'zod';
import { InvalidInputError } from '../domain/refreshError.ts';

/** Turns a failed parse into a refusal that names the first wrong field of `member` and no submitted value. */
export function invalidInput(member: string, error: z.ZodError): InvalidInputError {
  const [issue] = error.issues;
  const path = (issue?.path ?? []).map(String);
  return new InvalidInputError([member, ...path], sentence(issue));
}

function sentence(issue: z.core.$ZodIssue | undefined): string {
  if (issue?.code === 'too_small') return 'The field must not be empty.';
  if (issue?.code === 'too_big') return `The field must have at most ${issue.maximum} characters.`;
  return 'The field is missing or not of the expected type.';
}
