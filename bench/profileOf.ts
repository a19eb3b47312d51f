import { join } from 'node:path';
import type { Scenario, Subject } from './scenario.ts';

/**
 * The file for a subject's CPU profile; its place tells it from others of the same entry. Undefined for `workers`, of
 * which only the process that starts the program could be profiled.
 */
export function profileOf(
  dir: string,
  { id, subjects }: Scenario,
  subject: Subject,
): string | undefined {
  const { entry } = subject;
  if (entry === 'workers') return undefined;
  const alone = subjects.every((it) => it === subject || it.entry !== entry);
  const place = alone ? '' : `-${subjects.indexOf(subject)}`;
  return join(dir, `${id}-${entry}${place}.cpuprofile`);
}
