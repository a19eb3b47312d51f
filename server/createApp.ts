import type { RequestListener } from 'node:http';
import { createHttp } from '../adapters/http.ts';
import { createNativeFamily } from '../adapters/nativeFamily.ts';
import { createRegistry } from '../adapters/registry.ts';
import { createWalletKit } from '../adapters/walletKit.ts';
import type { EventSink } from '../domain/events.ts';
import { loadRootSecret } from '../issuer/keys/rootSecret.ts';
import { loadSigningKeys } from '../issuer/keys/signingKeys.ts';
import { createNativeIssuer, type NativeIssuerHandle } from '../issuer/nativeIssuer.ts';
import { openStore } from '../issuer/store/openStore.ts';
import { createResolvers, type Resolvers } from '../resolvers/createResolvers.ts';
import type { Config } from './config.ts';
import { demoCredentials, placeholderExamples, type WalletKitExamples } from './demo.ts';
import { createGraphQL } from './graphql/createGraphQL.ts';
import { createGraphiQL } from './graphql/graphiql.ts';
import { graphqlRoutes } from './graphql/graphqlRoutes.ts';
import { createListener } from './http/createListener.ts';
import { jwksRoutes } from './http/jwksRoutes.ts';
import { operationsRoutes } from './http/operationsRoutes.ts';
import { createMetrics } from './metrics.ts';

/** What a deployment is built from, beside its configuration. */
export interface AppOptions {
  readonly config: Config;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Takes events beside the metrics: the log, say. */
  readonly emit: EventSink;
  /** What the WalletKit tabs of GraphiQL show. @default placeholders */
  readonly walletKitExamples?: () => WalletKitExamples;
}

/** A deployment without its socket. */
export interface App {
  readonly listener: RequestListener;
  readonly resolvers: Resolvers;
  readonly native: NativeIssuerHandle;
  /** Ends calls in flight, then closes the store. */
  close(): Promise<void>;
}

/** Wires a deployment together: issuers, use cases and faces. Rejects where keys or the store cannot be opened. */
export async function createApp(options: AppOptions): Promise<App> {
  const { config, now } = options;
  const metrics = createMetrics();
  const emit: EventSink = (event) => {
    metrics.sink(event);
    options.emit(event);
  };
  const { native, ping } = await createNative(config, emit);
  const http = createHttp({ timeoutMs: config.upstreamTimeoutMs });
  const registry = createRegistry([
    createNativeFamily(native),
    createWalletKit(
      {
        testnetUrl: config.walletKitTestnetUrl,
        mainnetUrl: config.walletKitMainnetUrl,
        projectId: config.walletKitProjectId,
        allowedProjectIds: config.walletKitProjectIds,
      },
      http,
    ),
  ]);
  const resolvers = createResolvers({ registry, native, serviceKey: config.serviceKey, emit });
  const examples = options.walletKitExamples ?? (() => placeholderExamples(config));
  const graphql = createGraphQL({
    emit,
    now,
    graphiql:
      config.mode === 'production'
        ? null
        : createGraphiQL((call) => demoCredentials(native, examples(), call)),
  });
  const routes = {
    '/graphql': graphqlRoutes(graphql, resolvers),
    ...operationsRoutes({ metrics, ready: ping, startedAt: now() }),
    ...jwksRoutes(() => native.jwks()),
  };
  return {
    listener: createListener({ routes, now, emit }),
    resolvers,
    native,
    async close() {
      await http.close();
      await native.close();
    },
  };
}

async function createNative(config: Config, emit: EventSink) {
  const { dataDir, signingAlg, issuerUrl } = config;
  const rootSecret = await loadRootSecret({ value: config.rootSecret ?? undefined, dataDir });
  const signingKeys = await loadSigningKeys({
    value: config.signingKeys ?? undefined,
    dataDir,
    alg: signingAlg,
    rootSecret,
  });
  const store = await openStore(config.databaseUrl.reveal());
  const { accessTokenTtl, refreshTokenTtl, sessionMaxAge, reuseGrace, lostResponseWindow } = config;
  const native = createNativeIssuer({
    store,
    rootSecret,
    signingKeys,
    issuerUrl,
    accessTokenTtl,
    refreshTokenTtl,
    sessionMaxAge,
    reuseGrace,
    lostResponseWindow,
    emit,
  });
  return { native, ping: () => store.ping() };
}
