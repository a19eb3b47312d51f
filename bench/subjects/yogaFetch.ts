import { createServer } from 'node:http';
import { createSchema, createYoga } from 'graphql-yoga';
import { toSession, toWalletKitRequest } from './floor/walletKit.ts';
import { announce, listen, subjectOptions } from './subject.ts';
import { walletKitSdl } from './walletKitSdl.ts';

// What one would start with: Yoga, a schema in SDL and a resolver that fetches. It leaves out what forwardDispatch does.
const { upstreamUrl } = subjectOptions();

async function refreshToken(
  _root: unknown,
  args: { input: { walletKit: Record<string, string> } },
) {
  const { path, ...init } = toWalletKitRequest(args.input.walletKit);
  const response = await fetch(`${upstreamUrl}${path}`, init);
  if (!response.ok) throw new Error('The refresh was refused.');
  return toSession((await response.json()) as Record<string, string>);
}

const yoga = createYoga({
  schema: createSchema({ typeDefs: walletKitSdl, resolvers: { Mutation: { refreshToken } } }),
});
announce({ url: await listen(createServer(yoga)), seeds: [] });
