import { createServer, type IncomingMessage } from 'node:http';
import { createYoga } from 'graphql-yoga';
import type { Context } from '../../schema/context.ts';
import { createSchema } from '../../schema/index.ts';
import { createApp } from '../../server/createApp.ts';
import { createCall } from '../../server/http/createCall.ts';
import { appOptions } from './appOptions.ts';
import { nativeSeeds } from './nativeSeeds.ts';
import { announce, listen, subjectOptions } from './subject.ts';

// The same schema, use cases, issuers, store, log and metrics, behind Yoga as its documentation sets it up.
const options = subjectOptions();
const app = await createApp(appOptions(options));
const yoga = createYoga<{ req: IncomingMessage }, Context>({
  schema: createSchema(),
  context: ({ req }) => ({
    resolvers: app.resolvers,
    call: createCall(req, req.socket.remoteAddress ?? null, Date.now),
    mayCompose: false,
    isGateway: false,
  }),
});
const url = await listen(createServer(yoga));
announce({ url, seeds: await nativeSeeds(app, options.seeds) });
