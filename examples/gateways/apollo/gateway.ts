import { readFileSync } from 'node:fs';
import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';

/** What RefreshQL needs of a client. `x-service-key` is left out: it makes its sender a trusted back end. */
const FORWARDED = ['authorization', 'x-correlation-id'];

/** Longer than RefreshQL waits for an issuer (UPSTREAM_TIMEOUT), so that its typed answer arrives first. */
const TIMEOUT_MS = Number(process.env['REFRESHQL_TIMEOUT'] ?? 12_000);

interface Context {
  readonly headers?: Readonly<Record<string, string | string[] | undefined>>;
}

/** The gateway's own sender has no deadline; like it, this one sends nothing twice. */
const dataSource = (url: string, timeout: number, forwarded: readonly string[]) =>
  new RemoteGraphQLDataSource<Context>({
    url,
    fetcher: (address, init) =>
      fetch(address, { ...(init as RequestInit), signal: AbortSignal.timeout(timeout) }),
    willSendRequest({ request, context }) {
      for (const name of forwarded) {
        const value = context.headers?.[name];
        if (typeof value === 'string') request.http?.headers.set(name, value);
      }
    },
  });

const gateway = new ApolloGateway({
  supergraphSdl: readFileSync(process.argv[2] ?? 'supergraph.graphql', 'utf8'),
  buildService: ({ name, url = '' }) =>
    name === 'refreshql' ? dataSource(url, TIMEOUT_MS, FORWARDED) : dataSource(url, 5_000, []),
});

const server = new ApolloServer<Context>({ gateway, includeStacktraceInErrorResponses: false });
const { url } = await startStandaloneServer(server, {
  listen: { host: '127.0.0.1', port: Number(process.env['PORT'] ?? 4002) },
  context: async ({ req }) => ({ headers: req.headers }),
});
process.stdout.write(`listens on ${url}\n`);
