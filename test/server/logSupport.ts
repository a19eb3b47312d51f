import { createLog } from '../../server/log.ts';

/** A log that keeps its lines, as text and parsed. */
export function memoryLog(level: Parameters<typeof createLog>[0]['level'] = 'trace') {
  const lines: string[] = [];
  const log = createLog({ level, destination: { write: (line) => void lines.push(line) } });
  return {
    log,
    text: () => lines.join(''),
    lines: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>),
  };
}
