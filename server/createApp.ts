import type { RequestListener } from 'node:http';
import { guardUpstreams } from '../adapters/guardUpstreams.ts';
import { createHttp } from '../adapters/http.ts';
import { createNativeFamily } from '../adapters/nativeFamily.ts';
import { createRegistry } from '../adapters/registry.ts';
import type { EventSink } from '../domain/events.ts';
import type { NativeIssuerHandle } from '../issuer/nativeIssuer.ts';
import { createResolvers, type Resolvers } from '../resolvers/createResolvers.ts';
import type { Config, ConfigName } from './config.ts';
import { openConfiguredStore } from './configuredStore.ts';
import { createNative } from './createNative.ts';
import { demoCredentials, placeholderExamples, type WalletKitExamples } from './demo.ts';
import { faceRoutes } from './faceRoutes.ts';
import { createGraphQL } from './graphql/createGraphQL.ts';
import { createGraphiQL } from './graphql/graphiql.ts';
import { graphqlRoutes } from './graphql/graphqlRoutes.ts';
import { openPersistedOperations } from './graphql/persistedOperations.ts';
import { createClientAddress } from './http/clientAddress.ts';
import { createListener } from './http/createListener.ts';
import { jwksRoutes } from './http/jwksRoutes.ts';
import { operationsRoutes } from './http/operationsRoutes.ts';
import { withCors } from './http/withCors.ts';
import { openRateLimiter } from './limits/openRateLimiter.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { openExchange } from './openExchange.ts';
import { openKeys } from './openKeys.ts';
import { startPurging } from './startPurging.ts';
import { createTraces } from './traces.ts';
import { upstreamFamilies } from './upstreamFamilies.ts';

/** What a deployment is built from, beside its configuration. */
export interface AppOptions {
  readonly config: Config;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Takes events beside the metrics: the log, say. */
  readonly emit: EventSink;
  /** The files that the configuration read its secrets from, which keys follow. @default none */
  readonly secretFiles?: ReadonlyMap<ConfigName, string>;
  /** What the WalletKit tabs of GraphiQL show. @default placeholders */
  readonly walletKitExamples?: () => WalletKitExamples;
  /** False answers every operation with Yoga's whole HTTP layer, to compare the two. @default true */
  readonly fastLane?: boolean;
  /** How many refreshes may share a commit; 1 to see what sharing is worth. @default as many as come together */
  readonly maxBatch?: number;
  /** Puts other metrics in the place of those of this process alone. @default they are shown as they are */
  readonly shareMetrics?: (own: Metrics) => Metrics;
}

/** A deployment without its socket. */
export interface App {
  readonly listener: RequestListener;
  readonly resolvers: Resolvers;
  readonly native: NativeIssuerHandle;
  /** Reads the keys again at once, as happens every few seconds. */
  reloadKeys(): Promise<void>;
  /** Ends calls to upstreams as their deadline would: what they answer from now on is lost. */
  giveUp(): void;
  /** Waits for calls in flight, then closes the store. */
  close(): Promise<void>;
}

/** Wires a deployment together: issuers, use cases and faces. Rejects where keys or the store cannot be opened. */
export async function createApp(options: AppOptions): Promise<App> {
  const { config, now } = options;
  const own = createMetrics();
  const metrics = options.shareMetrics?.(own) ?? own;
  const sinks = [metrics.sink, options.emit, createTraces()].filter((sink) => sink !== null);
  const emit: EventSink = (event) => {
    for (const sink of sinks) sink(event);
  };
  const keys = await openKeys({ ...options, emit });
  const store = await openConfiguredStore(config, storeOptions(options));
  const native = createNative(config, store, keys, emit);
  const ending = new AbortController();
  const http = guardUpstreams(
    createHttp({
      giveUp: ending.signal,
      timeoutMs: config.upstreamTimeoutMs,
      allowPrivate: config.allowPrivateUpstreams,
    }),
    { now, maxCalls: config.upstreamMaxCalls, emit },
  );
  const exchange = openExchange({ config, store, keys, now, emit });
  const forwarding = upstreamFamilies(config, http).map(exchange.around);
  const registry = createRegistry([createNativeFamily(native), ...forwarding]);
  const { auditRetention } = config;
  const stopPurging = startPurging({ store, auditRetention, now, emit });
  const limiter = openRateLimiter({
    limits: config.rateLimits,
    database: store.database,
    now,
    emit,
  });
  const resolvers = createResolvers({
    registry,
    native,
    serviceKey: config.serviceKey,
    limiter,
    emit,
  });
  const examples = options.walletKitExamples ?? (() => placeholderExamples(config));
  const graphql = createGraphQL({
    emit,
    now,
    open: config.mode !== 'production',
    graphiql:
      config.mode === 'production'
        ? null
        : createGraphiQL((call) => demoCredentials(native, examples(), call)),
  });
  const routes = {
    '/graphql': withCors(
      config.corsOrigins,
      graphqlRoutes({
        graphql,
        resolvers,
        resolveOperation: openPersistedOperations(config),
        gatewayKey: config.gatewayKey,
        openSdl: config.mode !== 'production',
        fastLane: options.fastLane ?? true,
      }),
    ),
    ...faceRoutes({ config, resolvers, native, emit }),
    ...operationsRoutes({ metrics, ready: store.ping, startedAt: now() }),
    ...jwksRoutes(() => native.jwks(now())),
  };
  return {
    listener: createListener({
      routes,
      clientAddress: createClientAddress(config.trustedProxies),
      now,
      emit,
    }),
    resolvers,
    native,
    reloadKeys: keys.reload,
    giveUp: () => ending.abort(),
    async close() {
      keys.close();
      await stopPurging();
      await exchange.close();
      await http.close();
      await native.close();
      await store.close();
    },
  };
}

function storeOptions({ config, maxBatch }: AppOptions) {
  return { audit: config.audit, ...(maxBatch === undefined ? {} : { maxBatch }) };
}
