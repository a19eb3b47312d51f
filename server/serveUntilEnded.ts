import { setTimeout as delay } from 'node:timers/promises';
import type { Config, ConfigName } from './config.ts';
import { plainNames } from './log/plainNames.ts';
import { createLog, logEvents } from './log.ts';
import type { Metrics } from './metrics.ts';
import { startSandbox } from './sandbox/startSandbox.ts';
import { withServiceKey } from './serviceKey.ts';
import { startLines } from './startLines.ts';
import { type RunningServer, startServer } from './startServer.ts';
import { toldToEnd } from './toldToEnd.ts';
import { announceListening, shareMetrics } from './workers/workerProcess.ts';

/** What differs between the only process of a deployment and one of several. */
export interface Role {
  readonly sharesOutput: boolean;
  /** Others serve on the same port. */
  readonly listensLast: boolean;
  readonly shareMetrics?: (own: Metrics) => Metrics;
  /** Says where the server listens. */
  announce(server: RunningServer, sandboxed: boolean): void;
}

/** What is served, and in which role. */
export interface ServeOptions {
  readonly config: Config;
  readonly secretFiles: ReadonlyMap<ConfigName, string>;
  /** Both WalletKit networks are a local emulator. */
  readonly sandboxed: boolean;
  readonly role: Role;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** The role of the only process; `print` writes for an operator. */
export const serveAlone = (print: (text: string) => void): Role => ({
  sharesOutput: false,
  listensLast: false,
  announce: ({ config, url }, sandboxed) =>
    print(startLines({ ...config, workers: 1 }, url, sandboxed)),
});

/** The role of one process of several. */
export const asWorker: Role = {
  sharesOutput: true,
  listensLast: true,
  shareMetrics,
  announce: ({ config, url }) => announceListening({ url, issuerUrl: config.issuerUrl }),
};

const NOTICE_MS = 500;
/** All that ends in order does so well before. */
const LAST_MS = 9500;

/** Serves in this process until it is told to end; rejects where it cannot start. */
export async function serveUntilEnded(options: ServeOptions): Promise<void> {
  const { now, role, sandboxed, secretFiles } = options;
  const { logLevel: level } = options.config;
  const names = plainNames(options.config);
  const log = createLog({ level, names, shared: role.sharesOutput });
  const config = await withServiceKey(options.config);
  await using stack = new AsyncDisposableStack();
  const sandbox = sandboxed ? stack.use(await startSandbox(config, now)) : null;
  const server = await startServer({
    config: sandbox?.config ?? config,
    ...{ now, secretFiles, listensLast: role.listensLast },
    emit: logEvents(log),
    ...(role.shareMetrics && { shareMetrics: role.shareMetrics }),
    ...(sandbox === null ? {} : { walletKitExamples: sandbox.examples }),
  });
  stack.use(server);
  // Whoever hears that it listens may tell it to stop at once.
  const stopped = toldToEnd();
  role.announce(server, sandboxed);
  const signal = await stopped;
  log.info({ signal }, 'stopping');
  // A store that does not answer must not keep the process from ending in time.
  setTimeout(() => process.exit(1), LAST_MS).unref();
  // A load balancer needs a moment to hear of it, and what arrives meanwhile is still served.
  server.announceStop();
  await delay(NOTICE_MS);
}
