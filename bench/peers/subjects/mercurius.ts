import fastify from 'fastify';
import mercurius from 'mercurius';
import { announce, subjectOptions } from '../../subjects/subject.ts';
import { walletKitSdl } from '../../subjects/walletKitSdl.ts';

// The fastest GraphQL server of the ecosystem, with compiled queries, over a schema that is smaller than RefreshQL's. Its
// refusal is a constant: no token is read, no limit asked, nothing counted or logged.
const refusal = {
  __typename: 'Refusal',
  code: 'TOKEN_INVALID',
  message: 'The refresh token is not valid.',
  retryable: false,
  reauthenticate: true,
  correlationId: '9a0b9cfc-5b0c-4b7e-9d43-0d8d3a6c0a51',
};

const app = fastify();
app.register(mercurius, {
  schema: walletKitSdl,
  resolvers: { Mutation: { refreshToken: () => refusal } },
  ...(subjectOptions().settings['jit'] === undefined ? {} : { jit: 1 }),
});
announce({ url: await app.listen({ host: '127.0.0.1', port: 0 }), seeds: [] });
