import type { z } from 'zod';
import type { ConfigProblem } from './configTypes.ts';

type Issue = z.core.$ZodIssue;

/** Puts what the schema found into plain sentences, by name; no sentence repeats a value. */
export function toProblems(error: z.ZodError): readonly ConfigProblem[] {
  return error.issues.map((issue) => ({
    name: String(issue.path[0]),
    message: `${place(issue)}${sentence(issue)}`,
  }));
}

/** Which entry and member of a JSON value is meant. A malformed name may be anything, so it is not repeated. */
function place(issue: Issue): string {
  const inside = issue.path.slice(1);
  if (inside.length === 0 || issue.code === 'invalid_key') return '';
  return `In ${inside.map(shown).join('.')}: `;
}

/** Whoever wrote a list counts from one. */
const shown = (segment: PropertyKey) =>
  typeof segment === 'number' ? `entry ${segment + 1}` : String(segment);

const sentence = (issue: Issue) =>
  issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? issue.message) : issue.message;
