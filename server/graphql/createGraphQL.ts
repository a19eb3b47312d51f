import { createYoga, type Plugin } from 'graphql-yoga';
import type { EventSink } from '../../domain/events.ts';
import type { Context } from '../../schema/context.ts';
import { createSchema } from '../../schema/index.ts';
import { cleanValidation } from './cleanValidation.ts';
import type { GraphiQL } from './graphiql.ts';
import { oneRefreshPerOperation } from './oneRefreshPerOperation.ts';
import { createPublishError } from './publishError.ts';
import { reportDefects, yogaLog } from './reportDefects.ts';
import { requireOperation } from './requireOperation.ts';
import { vocabulary } from './vocabulary.ts';

/** What the GraphQL face needs. */
export interface GraphQLOptions {
  readonly emit: EventSink;
  readonly now: () => number;
  /** Null turns GraphiQL off. */
  readonly graphiql: GraphiQL | null;
}

/** The GraphQL face. Every rule is an envelop plugin, so that it holds whichever lane a request takes. */
export type GraphQLServer = ReturnType<typeof createGraphQL>;

/** Builds the GraphQL face. The `Context` is given per request as Yoga's server context. */
export function createGraphQL({ emit, now, graphiql }: GraphQLOptions) {
  const schema = createSchema();
  const publish = createPublishError(vocabulary(schema));
  return createYoga<Context, object>({
    schema,
    plugins: [limits, cleanValidation(publish), requireOperation, reportDefects(emit)],
    maskedErrors: { maskError: publish },
    graphiql: graphiql === null ? false : (_request, context) => graphiql.options(context?.call),
    renderGraphiQL: (options) => graphiql?.render(options) ?? '',
    batching: false,
    multipart: false,
    cors: false,
    landingPage: false,
    logging: yogaLog(emit, now),
  });
}

const limits: Plugin = {
  onValidate({ addValidationRule }) {
    addValidationRule(oneRefreshPerOperation);
  },
};
