import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Event } from '../../domain/events.ts';
import { loadConfig } from '../../server/config.ts';
import { type RunningServer, type ServerOptions, startServer } from '../../server/startServer.ts';
import { type ManualClock, manualClock } from './manualClock.ts';

export const SERVICE_KEY = 'service-key-of-the-tests-0123456789abcdef';

/** A whole server on a free port, with its clock in the test's hands. */
export interface TestServer extends AsyncDisposable {
  readonly url: string;
  readonly server: RunningServer;
  readonly clock: ManualClock;
  readonly events: readonly Event[];
}

interface Options {
  readonly env?: Readonly<Record<string, string>>;
  readonly clock?: ManualClock;
  /** Kept between two servers to restart one. @default a directory that ends with the server */
  readonly dataDir?: string;
  /** False answers every operation with Yoga's whole HTTP layer. @default true */
  readonly fastLane?: boolean;
  /** Takes events beside `events`: a log, say. */
  readonly emit?: (event: Event) => void;
  readonly socketLimits?: NonNullable<ServerOptions['socketLimits']>;
  readonly ending?: NonNullable<ServerOptions['ending']>;
}

/** Starts a development server on SQLite in a directory of its own. */
export async function startTestServer(options: Options = {}): Promise<TestServer> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'refreshql-')));
  const clock = options.clock ?? manualClock();
  const loaded = loadConfig({
    env: { PORT: '0', DATA_DIR: dataDir, SERVICE_KEY, ...options.env },
    directory: dataDir,
  });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const events: Event[] = [];
  const server = await startServer({
    config: loaded.config,
    now: clock.now,
    emit: (event) => {
      events.push(event);
      options.emit?.(event);
    },
    fastLane: options.fastLane ?? true,
    socketLimits: options.socketLimits ?? {},
    ending: options.ending ?? {},
  });
  return {
    url: server.url,
    server,
    clock,
    events,
    async [Symbol.asyncDispose]() {
      await server.close();
      if (options.dataDir === undefined) await rm(dataDir, { recursive: true });
    },
  };
}
