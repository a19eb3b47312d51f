import { chainedRefreshes } from '../load/documents.ts';
import type { Scenario, Subject } from '../scenario.ts';

const load = chainedRefreshes;

const on = (name: string, settings: Subject['settings'] = {}): Subject => ({
  name,
  entry: 'nativeStore',
  settings,
});

/** What the stores cost, and what sharing commits is worth. */
export const nativeStores: Scenario = {
  id: 'native-stores',
  title: 'chained refreshes by store; SQLite and PostgreSQL wait for the disk',
  subjects: [
    on('memory', { store: 'memory' }),
    on('SQLite, group commit', { store: 'sqlite' }),
    on('SQLite, every refresh audited', { store: 'sqlite', audit: 'all' }),
    on('SQLite, a commit each', { store: 'sqlite', maxBatch: '1' }),
    on('PostgreSQL, group commit', { store: 'postgres' }),
    on('PostgreSQL, a commit each', { store: 'postgres', maxBatch: '1' }),
  ],
  load,
};

/** What a full SQLite store costs. */
export const nativeMillionSqlite: Scenario = {
  id: 'native-million-sqlite',
  title: 'chained refreshes among many sessions, SQLite',
  subjects: [
    on('1,000 sessions', { store: 'sqlite', sessions: '1000' }),
    on('1,000,000 sessions', { store: 'sqlite', sessions: '1000000' }),
  ],
  load,
};

/** What a full PostgreSQL store costs. */
export const nativeMillionPostgres: Scenario = {
  id: 'native-million-postgres',
  title: 'chained refreshes among many sessions, PostgreSQL',
  subjects: [
    on('1,000 sessions', { store: 'postgres', sessions: '1000' }),
    on('1,000,000 sessions', { store: 'postgres', sessions: '1000000' }),
  ],
  load,
};
