import { startServer } from '../../server/startServer.ts';
import { appOptions } from './appOptions.ts';
import { nativeSeeds } from './nativeSeeds.ts';
import { announce, subjectOptions } from './subject.ts';

// RefreshQL as it is.
const options = subjectOptions();
const { url, app } = await startServer(appOptions(options));
announce({ url, seeds: await nativeSeeds(app, options.seeds) });
