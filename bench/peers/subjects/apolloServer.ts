import { RESTDataSource } from '@apollo/datasource-rest';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { toSession, toWalletKitRequest } from '../../subjects/floor/walletKit.ts';
import { announce, subjectOptions } from '../../subjects/subject.ts';
import { walletKitSdl } from '../../subjects/walletKitSdl.ts';

// Apollo Server with a REST data source, as Apollo's documentation sets both up. It leaves out what forwardDispatch does,
// beside GraphQL and Apollo's own checks of a request (CSRF prevention, its document cache).
type Members = Readonly<Record<string, string>>;

class WalletKit extends RESTDataSource {
  override baseURL = subjectOptions().upstreamUrl ?? '';

  async refresh(input: Members) {
    const { path, headers, body } = toWalletKitRequest(input);
    return toSession(await this.post<Members>(path, { headers, body }));
  }
}

interface Context {
  readonly walletKit: WalletKit;
}

const refreshToken = async (
  _root: unknown,
  { input }: { input: { walletKit: Members } },
  { walletKit }: Context,
) => walletKit.refresh(input.walletKit);

const server = new ApolloServer<Context>({
  typeDefs: walletKitSdl,
  resolvers: { Mutation: { refreshToken } },
});
const { url } = await startStandaloneServer(server, {
  listen: { host: '127.0.0.1', port: 0 },
  context: async () => ({ walletKit: new WalletKit({ cache: server.cache }) }),
});
announce({ url: url.replace(/\/$/, ''), seeds: [] });
