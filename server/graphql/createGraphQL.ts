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
import { createTextCache, type TextCache } from './textCache.ts';
import { validateOnce } from './validateOnce.ts';
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

/** Of documents that stay parsed: about 250 ordinary ones; at most some 30 MB, with as many tokens in each as it may have. */
const CACHED_CHARACTERS = 96 * 1024;

/** An Error keeps all that went on where it was made, and to find it again takes less than the reply. */
const NO_ERRORS: TextCache<Error> = { get: () => undefined, set: () => {} };

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
      validateOnce(),
      requireOperation,
      boundedAliases,
      reportDefects(emit),
    ],
    maskedErrors: { maskError: publish },
    // Yoga would make the whole page anew for each caller.
    graphiql: false,
    parserAndValidationCache: {
      documentCache: createTextCache<DocumentNode>(CACHED_CHARACTERS),
      errorCache: NO_ERRORS,
      // `validateOnce` does that; Yoga's would keep the errors of every document.
      validationCache: false,
    },
    batching: false,
    multipart: false,
    cors: false,
    landingPage: false,
    logging: yogaLog(emit, now),
  });
  const compiled = createCompiledOperations({ schema, publish, emit });
  return { yoga, compiled, graphiql };
}
