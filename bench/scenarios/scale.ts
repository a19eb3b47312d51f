import { chainedRefreshes } from '../load/documents.ts';
import type { Scenario } from '../scenario.ts';

/** What a second process on a second core gives, over one file. */
export const scaleSqlite = scale('scale-sqlite', 'one SQLite file', 'sqlite');

/** The same over one database server. */
export const scalePostgres = scale('scale-postgres', 'one PostgreSQL', 'postgres');

function scale(id: string, place: string, store: string): Scenario {
  const entry = 'workers';
  const two = { processes: 2, settings: { store, workers: '2' } };
  return {
    id,
    title: `chained refreshes, one worker and two, over ${place}`,
    subjects: [
      { name: 'one worker', entry, cores: 1, settings: { store, workers: '1' } },
      { name: 'two workers', entry, cores: 2, ...two },
      { name: 'two workers on one core', entry, cores: 1, ...two },
    ],
    load: chainedRefreshes,
  };
}
