import type { DocumentNode } from 'graphql';
import { createYoga } from 'graphql-yoga';
import type { EventSink } from '../../domain/events.ts';
import type { Context } from '../../schema/context.ts';
import { createSchema } from '../../schema/index.ts';
import { boundedAliases } from './boundedAliases.ts';
import { cleanValidation } from './cleanValidation.ts';
import { createCompiledOperations } from './compiledOperations.ts';
import type { GraphiQL } from './graphiql.ts';
import { createPublishError } from './publishError.ts';
import { reportDefects, yogaLog } from './reportDefects.ts';
import { requireOperation } from './requireOperation.ts';
import { safety } from './safety.ts';
import { createTextCache } from './textCache.ts';
import { vocabulary } from './vocabulary.ts';

/** What the GraphQL face needs. */
export interface GraphQLOptions {
  readonly emit: EventSink;
  readonly now: () => number;
  /** Introspection and suggestions: development. */
  readonly open: boolean;
  /** Null turns GraphiQL off. */
  readonly graphiql: GraphiQL | null;
}

/** Of documents that stay parsed and validated: about 500 ordinary ones, at most some 20 MB. */
const CACHED_CHARACTERS = 256 * 1024;

/** The GraphQL face. Every rule is an envelop plugin, so that it holds whichever lane a request takes. */
export type GraphQLServer = ReturnType<typeof createGraphQL>;

/** Builds the GraphQL face. The `Context` is given per request as Yoga's server context. */
export function createGraphQL({ emit, now, open, graphiql }: GraphQLOptions) {
  const schema = createSchema();
  const publish = createPublishError(vocabulary(schema), { suggestions: open });
  const yoga = createYoga<Context, object>({
    schema,
    plugins: [
      ...safety({ introspection: open }),
      cleanValidation(publish),
      requireOperation,
      boundedAliases,
      reportDefects(emit),
    ],
    maskedErrors: { maskError: publish },
    graphiql: graphiql === null ? false : (_request, context) => graphiql.options(context?.call),
    renderGraphiQL: (options) => graphiql?.render(options) ?? '',
    parserAndValidationCache: {
      documentCache: createTextCache<DocumentNode>(CACHED_CHARACTERS),
      errorCache: createTextCache<Error>(CACHED_CHARACTERS),
    },
    batching: false,
    multipart: false,
    cors: false,
    landingPage: false,
    logging: yogaLog(emit, now),
  });
  return { yoga, compiled: createCompiledOperations({ schema, publish, emit }) };
}
