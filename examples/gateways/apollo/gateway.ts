import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';

/** What RefreshQL needs of a client. `x-service-key` is left out: it makes its sender a trusted back end. */
const FORWARDED = ['authorization', 'x-correlation-id'];

/** Longer than RefreshQL waits for an issuer (UPSTREAM_TIMEOUT), so that its typed answer arrives first. */
const TIMEOUT_MS = Number(process.env['REFRESHQL_TIMEOUT'] ?? 12_000);

type Headers = Readonly<Record<string, string | string[] | undefined>>;

interface Context {
  readonly toRefreshQL?: Headers;
}

/** What is sent to RefreshQL of a client, its address behind those that it came by, and the gateway's own key. */
function toRefreshQL({ headers, socket }: IncomingMessage): Headers {
  // A client that has hung up has no address; what it said itself must not count for one.
  const addresses = [headers['x-forwarded-for'] ?? [], socket.remoteAddress ?? 'unknown'];
  return {
    ...Object.fromEntries(FORWARDED.map((name) => [name, headers[name]])),
    'x-forwarded-for': addresses.flat().join(', '),
    'x-gateway-key': process.env['GATEWAY_KEY'],
  };
}

/** The gateway's own sender has no deadline; like it, this one sends nothing twice. */
const dataSource = (url: string, timeout: number, headersOf: (context: Context) => Headers) =>
  new RemoteGraphQLDataSource<Context>({
    url,
    fetcher: (address, init) =>
      fetch(address, { ...(init as RequestInit), signal: AbortSignal.timeout(timeout) }),
    willSendRequest({ request, context }) {
      for (const [name, value] of Object.entries(headersOf(context))) {
        if (typeof value === 'string') request.http?.headers.set(name, value);
      }
    },
  });

const gateway = new ApolloGateway({
  supergraphSdl: readFileSync(process.argv[2] ?? 'supergraph.graphql', 'utf8'),
  buildService: ({ name, url = '' }) =>
    name === 'refreshql'
      ? dataSource(url, TIMEOUT_MS, (context) => context.toRefreshQL ?? {})
      : dataSource(url, 5_000, () => ({})),
});

const server = new ApolloServer<Context>({ gateway, includeStacktraceInErrorResponses: false });
const { url } = await startStandaloneServer(server, {
  listen: { host: '127.0.0.1', port: Number(process.env['PORT'] ?? 4002) },
  context: async ({ req }) => ({ toRefreshQL: toRefreshQL(req) }),
});
process.stdout.write(`listens on ${url}\n`);
