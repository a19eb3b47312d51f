import type { IncomingMessage } from 'node:http';
import { defineConfig, type GatewayPlugin } from '@graphql-hive/gateway';
import type { GraphQLError } from 'graphql';

/** What RefreshQL needs of a client. `x-service-key` is left out: it makes its sender a trusted back end. */
const FORWARDED = ['authorization', 'x-correlation-id'];

/** The replies hold tokens; Hive Gateway does not say by itself that they must not be kept. */
const noStore: GatewayPlugin = {
  onResponse: ({ response }) => response.headers.set('cache-control', 'no-store'),
};

/** Errors of a failed call carry the request, tokens and all: into the log, and after a timeout to the client. */
const forgetRequests: GatewayPlugin = {
  onSubgraphExecute:
    () =>
    ({ result }) =>
      strip(result),
  onExecutionResult: ({ result }) => strip(result),
};

function strip(result: unknown): void {
  const { errors = [] } = (result ?? {}) as { errors?: readonly GraphQLError[] };
  for (const { extensions } of errors) delete extensions['request'];
}

/** What is sent to RefreshQL of a client, its address behind those that it came by, and the gateway's own key. */
function toRefreshQL({ headers }: Request, { req }: Partial<Served>) {
  // A client that has hung up has no address; what it said itself must not count for one.
  const addresses = [headers.get('x-forwarded-for') ?? [], req?.socket.remoteAddress ?? 'unknown'];
  return {
    ...Object.fromEntries(FORWARDED.map((name) => [name, headers.get(name)])),
    'x-forwarded-for': addresses.flat().join(', '),
    'x-gateway-key': process.env['GATEWAY_KEY'],
  };
}

/** What Node adds to the context of Hive Gateway. */
type Served = { readonly req: IncomingMessage };

/** Longer than RefreshQL waits for an issuer (UPSTREAM_TIMEOUT), so that its typed answer arrives first. */
const TIMEOUT_MS = Number(process.env['REFRESHQL_TIMEOUT'] ?? 12_000);

export const gatewayConfig = defineConfig<Served>({
  propagateHeaders: {
    fromClientToSubgraphs({ request, context, subgraphName }) {
      return subgraphName === 'refreshql' ? toRefreshQL(request, context) : {};
    },
  },
  upstreamTimeout: ({ subgraphName }) => (subgraphName === 'refreshql' ? TIMEOUT_MS : 5_000),
  // Queries may be sent again; a refresh never is: only the client knows which token it holds.
  upstreamRetry: ({ executionRequest }) =>
    executionRequest.operationType === 'query'
      ? { maxRetries: 2, retryDelay: 100 }
      : { maxRetries: 0 },
  plugins: () => [noStore, forgetRequests],
});
