import { type MaybePromise, then } from '../../domain/maybePromise.ts';
import type { Secret } from '../../domain/secret.ts';
import type { Resolvers } from '../../resolvers/createResolvers.ts';
import type { Context } from '../../schema/context.ts';
import { isJsonBody } from '../http/mediaType.ts';
import { BODY_LIMIT, readBody } from '../http/readBody.ts';
import { replyParts } from '../http/reply.ts';
import type { Handler, HttpExchange } from '../http/route.ts';
import type { GraphQLServer } from './createGraphQL.ts';
import { execute } from './execute.ts';
import { forwardToYoga } from './forwardToYoga.ts';
import type { GraphiQL } from './graphiql.ts';
import { type Narrowed, parseGraphQLRequest } from './graphqlRequest.ts';
import { isGateway } from './isGateway.ts';
import type { Resolved, ResolveOperation } from './persistedOperations.ts';
import { parseQueryString, withQuery } from './queryString.ts';
import { DEFECT, refuse, refuseLargeBody, refuseType } from './refuse.ts';
import { isJsonType, type ReplyType, replyType } from './replyType.ts';

/** What the endpoint is made of. */
export interface GraphQLRoutesOptions {
  readonly graphql: GraphQLServer;
  readonly resolvers: Resolvers;
  readonly resolveOperation: ResolveOperation;
  /** Null: nobody is a gateway. */
  readonly gatewayKey: Secret | null;
  /** Anyone may read the SDL: development. */
  readonly openSdl: boolean;
  /** False sends every operation through Yoga whole, to compare. @default true */
  readonly fastLane?: boolean;
}

/** The handlers of the GraphQL endpoint. A request is read and checked here; what is not a plain operation goes to Yoga. */
export function graphqlRoutes(
  options: GraphQLRoutesOptions,
): Readonly<Record<'GET' | 'POST', Handler>> {
  const { graphql, resolveOperation, fastLane = true } = options;

  /** The request with its document, or null where it is answered already. */
  function resolve(exchange: HttpExchange, narrowed: Narrowed, gateway: boolean) {
    if (!narrowed.ok) return refuse(exchange, 400, 'BAD_REQUEST', narrowed.message);
    const resolved = resolveOperation(narrowed.request, gateway);
    return resolved.ok ? resolved.request : refuseOperation(exchange, resolved);
  }

  function answer(exchange: HttpExchange, text: string, type: ReplyType): MaybePromise<void> {
    const gateway = isFromGateway(options, exchange);
    const operation = resolve(exchange, parseGraphQLRequest(text), gateway);
    if (operation === null) return;
    const context = contextOf(options, exchange, gateway);
    const answered =
      fastLane && isJsonType(type) && execute(graphql, exchange, operation, context, type);
    return then(answered, (done) => {
      if (done) return;
      const body = JSON.stringify(operation);
      // Yoga reads some headers otherwise, and would refuse them after the token was spent.
      return forwardToYoga(graphql, exchange, context, { url: '/graphql', accept: type, body });
    });
  }

  async function get(exchange: HttpExchange): Promise<void> {
    const { url = '/', headers } = exchange.request;
    const gateway = isFromGateway(options, exchange);
    const context = contextOf(options, exchange, gateway);
    const narrowed = parseQueryString(url);
    const operation = narrowed && resolve(exchange, narrowed, gateway);
    if (narrowed !== null && operation === null) return;
    const isPage = /\btext\/html\b/i.test(headers.accept ?? '');
    // The page shows an operation of the address itself.
    if (isPage && graphql.graphiql !== null) return sendGraphiQL(graphql.graphiql, exchange);
    const accept = isPage || operation === null ? headers.accept : replyType(headers.accept);
    if (accept === null) return refuseType(exchange);
    const target = operation === null ? url : withQuery(url, operation.query);
    await forwardToYoga(graphql, exchange, context, { url: target, accept });
  }

  function post(exchange: HttpExchange): Promise<void> | void {
    const { headers } = exchange.request;
    if (!isJsonBody(headers['content-type'], headers['content-encoding'])) {
      refuse(exchange, 415, 'BAD_REQUEST', 'The body must be application/json.');
      return;
    }
    const type = replyType(headers.accept);
    if (type === null) return refuseType(exchange);
    return readBody(exchange.request, BODY_LIMIT).then((body) =>
      body.ok ? answer(exchange, body.text, type) : refuseLargeBody(exchange),
    );
  }

  return { GET: Object.assign(get, DEFECT), POST: Object.assign(post, DEFECT) };
}

async function sendGraphiQL(graphiql: GraphiQL, { call, response }: HttpExchange): Promise<void> {
  replyParts(response, 'text/html', await graphiql(call));
}

const isFromGateway = ({ gatewayKey }: GraphQLRoutesOptions, { request }: HttpExchange) =>
  isGateway(gatewayKey, request);

function contextOf(
  { resolvers, openSdl }: GraphQLRoutesOptions,
  { call }: HttpExchange,
  gateway: boolean,
): Context {
  return { resolvers, call, mayCompose: openSdl || gateway, isGateway: gateway };
}

/** Apollo's clients look for a missing persisted operation in a 200. */
function refuseOperation(exchange: HttpExchange, refusal: Extract<Resolved, { ok: false }>): null {
  return refuse(exchange, refusal.status, refusal.code, refusal.message);
}
