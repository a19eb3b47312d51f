import { startServer } from '../../server/startServer.ts';
import { appOptions } from './appOptions.ts';
import { fillStore } from './fillStore.ts';
import { nativeSeeds } from './nativeSeeds.ts';
import { placeStore } from './placeStore.ts';
import { announce, subjectOptions } from './subject.ts';

// RefreshQL over one store or another. `settings`: `store` (memory, sqlite or postgres), `maxBatch`, `audit` and
// `sessions` (how many there are already).
const { settings, ...options } = subjectOptions();
const { store = 'memory', maxBatch, audit = 'security', sessions } = settings;

const { databaseUrl, ...place } = await placeStore(store, options.dir);
const names = { DATABASE_URL: databaseUrl, AUDIT: audit };
const { url, app } = await startServer({
  ...appOptions({ ...options, settings: names }),
  ...(maxBatch === undefined ? {} : { maxBatch: Number(maxBatch) }),
});
if (sessions !== undefined) await fillStore(databaseUrl, Number(sessions));
announce({ url, seeds: await nativeSeeds(app, options.seeds), ...place });
