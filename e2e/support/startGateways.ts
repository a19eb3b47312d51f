import { join } from 'node:path';
import { tempDir } from '../../test/support/tempDir.ts';
import { freePort, type Process, runModule, startProcess } from './startProcess.ts';
import { type RefreshQL, startRefreshQL } from './startRefreshQL.ts';
import { type Relay, startRelay } from './startRelay.ts';

const EXAMPLES = join(import.meta.dirname, '../../examples/gateways');
const HIVE = join(import.meta.dirname, '../node_modules/@graphql-hive/gateway/dist/bin.js');

/** The key by which RefreshQL knows the gateways here. */
export const GATEWAY_KEY = 'gateway-key-of-the-tests-0123456789abcdef';

/** What the gateways are told here: how long to wait for RefreshQL (ms), and the key. */
const ENV = { REFRESHQL_TIMEOUT: '1500', GATEWAY_KEY };

/** The gateways this project is tried with. */
export const GATEWAYS = ['hive', 'apollo'] as const;

/** One gateway over both subgraphs. */
export interface Gateway {
  readonly url: string;
  readonly process: Process;
}

/** Both gateways over the same two subgraphs, with a relay before each subgraph. */
export interface Gateways extends AsyncDisposable {
  readonly refreshql: RefreshQL;
  readonly beforeRefreshQL: Relay;
  readonly beforeProfiles: Relay;
  readonly gateway: Readonly<Record<(typeof GATEWAYS)[number], Gateway>>;
}

/** Starts everything from the files in examples/gateways. */
export async function startGateways(): Promise<Gateways> {
  const stack = new AsyncDisposableStack();
  const { path: dir } = stack.use(await tempDir());
  const [refreshql, profiles] = await Promise.all([
    startRefreshQL({}, ['--sandbox']),
    startProcess([join(EXAMPLES, 'profiles/server.ts')], { PORT: '0' }, dir),
  ]);
  stack.use(refreshql);
  stack.use(profiles);
  const beforeRefreshQL = stack.use(await startRelay(refreshql.url));
  const beforeProfiles = stack.use(await startRelay(profiles.url));
  const supergraph = join(dir, 'supergraph.graphql');
  await runModule([join(EXAMPLES, 'compose.ts'), supergraph], {
    REFRESHQL_URL: `${beforeRefreshQL.url}/graphql`,
    PROFILES_URL: beforeProfiles.url,
  });
  const [hive, apollo] = await Promise.all([
    startHive(supergraph, dir),
    startApollo(supergraph, dir),
  ]);
  stack.use(hive);
  stack.use(apollo);
  return {
    refreshql,
    beforeRefreshQL,
    beforeProfiles,
    gateway: {
      hive: { url: `${hive.url}/graphql`, process: hive },
      apollo: { url: apollo.url, process: apollo },
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

async function startHive(supergraph: string, dir: string): Promise<Process> {
  const config = join(EXAMPLES, 'hive/gateway.config.ts');
  const args = ['supergraph', supergraph, '-c', config, '-h', '127.0.0.1', '-p', await freePort()];
  return startProcess([HIVE, ...args], ENV, dir);
}

function startApollo(supergraph: string, dir: string): Promise<Process> {
  const env = { ...ENV, PORT: '0' };
  return startProcess([join(EXAMPLES, 'apollo/gateway.ts'), supergraph], env, dir);
}
