import { readFileSync } from 'node:fs';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { GraphQLError } from 'graphql';
import { type VerifyAccessToken, verifyAccessTokens } from './verifyAccessToken.ts';

/** How the API is started. */
export interface ApiOptions {
  readonly verify: VerifyAccessToken;
  readonly port: number;
  /** What a request without a valid access token is answered with; GraphQL servers use either. */
  readonly unauthenticatedStatus: 401 | 200;
}

interface Context {
  readonly userId: string | null;
}

/** Starts a GraphQL API that asks for an access token of RefreshQL; gives its address and a way to stop it. */
export async function startApi({ verify, port, unauthenticatedStatus }: ApiOptions) {
  const unauthenticated = () =>
    refusal('UNAUTHENTICATED', 'The access token is not valid.', unauthenticatedStatus);
  const server = new ApolloServer<Context>({
    typeDefs: readFileSync(new URL('schema.graphql', import.meta.url), 'utf8'),
    resolvers: {
      Query: {
        note(_root: unknown, { id }: { id: string }, { userId }: Context) {
          if (userId === null) throw unauthenticated();
          return { id, text: `Note ${id}`, owner: userId };
        },
      },
    },
    includeStacktraceInErrorResponses: false,
  });
  const { url } = await startStandaloneServer(server, {
    listen: { host: '127.0.0.1', port },
    context: async ({ req }) => {
      const token = /^Bearer (\S+)$/.exec(req.headers.authorization ?? '')?.[1];
      return { userId: token === undefined ? null : await verify(token).catch(unavailable) };
    },
  });
  return { url, stop: () => server.stop() };
}

/** A client that is told UNAUTHENTICATED refreshes: nobody may be told so because a server is down. */
function unavailable(): never {
  throw refusal('SERVICE_UNAVAILABLE', 'The access token cannot be verified at the moment.', 503);
}

function refusal(code: string, message: string, status: number): GraphQLError {
  return new GraphQLError(message, { extensions: { code, http: { status } } });
}

if (import.meta.main) {
  const issuer = process.env['ISSUER_URL'] ?? 'http://127.0.0.1:4000';
  const { url } = await startApi({
    verify: verifyAccessTokens(issuer),
    port: 4003,
    unauthenticatedStatus: 401,
  });
  process.stdout.write(`listens on ${url}\n`);
}
