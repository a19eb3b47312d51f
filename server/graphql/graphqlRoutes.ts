import type { Resolvers } from '../../resolvers/createResolvers.ts';
import type { Context } from '../../schema/context.ts';
import { readBody } from '../http/readBody.ts';
import { replyJson } from '../http/reply.ts';
import type { Exchange, Handler } from '../http/route.ts';
import type { GraphQLServer } from './createGraphQL.ts';
import { execute } from './execute.ts';
import { forwardToYoga } from './forwardToYoga.ts';
import { parseGraphQLRequest } from './graphqlRequest.ts';
import { isJson } from './mediaType.ts';
import { parseQueryString } from './queryString.ts';

const BODY_LIMIT = 16 * 1024;

/** The handlers of the GraphQL endpoint. A POST is read and checked here; what is not a plain operation goes to Yoga. */
export function graphqlRoutes(
  graphql: GraphQLServer,
  resolvers: Resolvers,
): Readonly<Record<'GET' | 'POST', Handler>> {
  return {
    async GET(exchange) {
      const refusal = parseQueryString(exchange.request.url ?? '');
      if (refusal !== null) return refuse(exchange, 400, refusal);
      await forwardToYoga(graphql, exchange, contextOf(resolvers, exchange));
    },
    async POST(exchange) {
      const { headers } = exchange.request;
      if (!isJson(headers['content-type'], headers['content-encoding'])) {
        return refuse(exchange, 415, 'The body must be application/json.');
      }
      const body = await readBody(exchange.request, BODY_LIMIT);
      if (!body.ok) return tooLarge(exchange);
      const narrowed = parseGraphQLRequest(body.text);
      if (!narrowed.ok) return refuse(exchange, 400, narrowed.message);
      const context = contextOf(resolvers, exchange);
      const answered = await execute(graphql, exchange, narrowed.request, context);
      if (!answered) await forwardToYoga(graphql, exchange, context, body.text);
    },
  };
}

const contextOf = (resolvers: Resolvers, { call }: Exchange): Context => ({ resolvers, call });

/** The rest of the body is thrown away, and the connection with it. */
function tooLarge(exchange: Exchange): void {
  exchange.request.resume();
  const message = `The body must be at most ${BODY_LIMIT} bytes.`;
  refuse(exchange, 413, message, { connection: 'close' });
}

function refuse(
  { response }: Exchange,
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  const code = status === 413 ? 'PAYLOAD_TOO_LARGE' : 'BAD_REQUEST';
  replyJson(response, status, { errors: [{ message, extensions: { code } }] }, headers);
}
