import { readFileSync } from 'node:fs';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';

// A second subgraph: it adds fields to the users and sessions of RefreshQL, and never sees a token.
const resolvers = {
  Query: { profiles: () => [{ id: 'ada' }] },
  User: {
    __resolveReference: ({ id }: { id: string }) => ({ id }),
    displayName: ({ id }: { id: string }) => `The user ${id}`,
  },
  Session: {
    __resolveReference: ({ id }: { id: string }) => ({ id }),
    nickname: ({ id }: { id: string }) => `The session ${id}`,
  },
};

const typeDefs = parse(readFileSync(new URL('profiles.graphql', import.meta.url), 'utf8'));
const server = new ApolloServer({ schema: buildSubgraphSchema({ typeDefs, resolvers }) });
const { url } = await startStandaloneServer(server, {
  listen: { host: '127.0.0.1', port: Number(process.env['PORT'] ?? 4001) },
});
process.stdout.write(`listens on ${url}\n`);
