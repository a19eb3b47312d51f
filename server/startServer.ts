import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Config } from './config.ts';
import { type App, type AppOptions, createApp } from './createApp.ts';
import { replyJson } from './http/reply.ts';
import { takeTurns } from './http/takeTurns.ts';
import { blaming } from './settingError.ts';

/** A server that listens. */
export interface RunningServer extends AsyncDisposable {
  /** Where it listens, without a trailing slash. */
  readonly url: string;
  readonly config: Config;
  readonly app: App;
  /** Makes `GET /ready` answer 503 from now on, so that a load balancer looks elsewhere; all else goes on. */
  announceStop(): void;
  /** Stops listening, lets requests in flight finish, closes the store. */
  close(): Promise<void>;
}

/** What is in flight at the end gets this long, in milliseconds: all of it is over within ten seconds of a signal. */
const ENDING = {
  /** Then calls to upstreams are given up, so that whoever waits for them is told. */
  giveUp: 7000,
  /** Then connections are cut. */
  cut: 8000,
};

const SWEEP_MS = 50;

/** What a connection may take, in milliseconds and bytes. */
const SOCKET_LIMITS = {
  headersTimeout: 10_000,
  requestTimeout: 15_000,
  keepAliveTimeout: 65_000,
  maxHeaderSize: 16 * 1024,
  // Node looks for connections that are too slow this often; by itself every 30 s.
  connectionsCheckingInterval: 1000,
};

/** What a server is started with, beside what the deployment is built from. */
export interface ServerOptions extends AppOptions {
  /** Takes no connection before it can serve it; `PORT` is known then. @default false: 503 `starting` until it can */
  readonly listensLast?: boolean;
  /** Other limits than the usual ones, for tests. */
  readonly socketLimits?: Partial<typeof SOCKET_LIMITS>;
  /** Less patience at the end than usual, for tests. */
  readonly ending?: Partial<typeof ENDING>;
}

/** Starts a deployment on its host and port; rejects where the port is taken or the store cannot be opened. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  let listener: RequestListener = notReady;
  const server = createServer(
    { ...SOCKET_LIMITS, ...options.socketLimits },
    takeTurns((request, response) => listener(request, response)),
  );
  const open = async (config: Config): Promise<Opened> => {
    const app = await createApp({ ...options, config });
    listener = app.listener;
    return { app, config };
  };
  const start = options.listensLast === true ? openThenListen : listenThenOpen;
  const { app, config } = await start(server, options.config, open);
  const announceStop = () => {
    listener = stopping(app.listener);
  };
  const close = () => {
    announceStop();
    return end(server, app, { ...ENDING, ...options.ending });
  };
  return { url: urlOf(server), config, app, announceStop, close, [Symbol.asyncDispose]: close };
}

type Opened = Pick<RunningServer, 'app' | 'config'>;
type Start = (
  server: Server,
  config: Config,
  open: (config: Config) => Promise<Opened>,
) => Promise<Opened>;

/** Where the system chooses the port, the issuer's URL follows from it. */
const listenThenOpen: Start = async (server, config, open) => {
  await listen(server, config);
  try {
    return await open(withIssuerUrl(config, urlOf(server)));
  } catch (cause) {
    await drain(server, ENDING.cut);
    throw cause;
  }
};

const openThenListen: Start = async (server, config, open) => {
  const opened = await open(config);
  try {
    await listen(server, config);
    return opened;
  } catch (cause) {
    await opened.app.close();
    throw cause;
  }
};

type Server = ReturnType<typeof createServer>;

const notReady: RequestListener = (_request, response) =>
  replyJson(response, 503, { status: 'starting' }, { 'retry-after': '1' });

function stopping(others: RequestListener): RequestListener {
  return (request, response) => {
    // A connection that is kept alive would keep its client here; what waits on it is sent again elsewhere.
    response.setHeader('connection', 'close');
    if (request.url?.split('?')[0] !== '/ready') return others(request, response);
    replyJson(response, 503, { status: 'stopping' });
  };
}

function withIssuerUrl(config: Config, url: string): Config {
  const chosen = config.port === 0 && config.sources.ISSUER_URL === 'default';
  return chosen ? { ...config, issuerUrl: url } : config;
}

function listen(server: Server, config: Config): Promise<void> {
  const listening = () =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(config.port, config.host, () => {
        server.off('error', reject);
        resolve();
      });
    });
  return blaming(config, ['HOST', 'PORT'], 'the server cannot listen', listening);
}

function urlOf(server: Server): string {
  const { address, port, family } = server.address() as AddressInfo;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}

/** Answers what is in flight; a call that hangs is given up in time for its outcome to be stored and told. */
async function end(server: Server, app: App, { giveUp, cut }: typeof ENDING): Promise<void> {
  const timer = setTimeout(app.giveUp, giveUp);
  await drain(server, cut)
    .then(app.close)
    .finally(() => clearTimeout(timer));
}

function drain(server: Server, cut: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), cut);
    // A connection that was in use until just now is kept alive by its client.
    const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
    server.close(() => {
      clearTimeout(timer);
      clearInterval(sweep);
      resolve();
    });
  });
}
