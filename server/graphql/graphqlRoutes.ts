import { type MaybePromise, then } from '../../domain/maybePromise.ts';
import type { Secret } from '../../domain/secret.ts';
import type { Resolvers } from '../../resolvers/createResolvers.ts';
import type { Context } from '../../schema/context.ts';
import { BODY_LIMIT, readBody } from '../http/readBody.ts';
import { replyJson } from '../http/reply.ts';
import type { Handler, HttpExchange } from '../http/route.ts';
import type { GraphQLServer } from './createGraphQL.ts';
import { execute } from './execute.ts';
import { forwardToYoga } from './forwardToYoga.ts';
import { type Narrowed, parseGraphQLRequest } from './graphqlRequest.ts';
import { isGateway } from './isGateway.ts';
import { isAcceptable, isJson } from './mediaType.ts';
import type { Resolved, ResolveOperation } from './persistedOperations.ts';
import { parseQueryString, withQuery } from './queryString.ts';

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

  function answer(exchange: HttpExchange, text: string): MaybePromise<void> {
    const gateway = isFromGateway(options, exchange);
    const operation = resolve(exchange, parseGraphQLRequest(text), gateway);
    if (operation === null) return;
    const context = contextOf(options, exchange, gateway);
    const answered = fastLane && execute(graphql, exchange, operation, context);
    return then(answered, (done) => {
      if (done) return;
      const body = JSON.stringify(operation);
      return forwardToYoga(graphql, exchange, context, { url: '/graphql', body });
    });
  }

  return {
    async GET(exchange) {
      const { url = '/' } = exchange.request;
      const gateway = isFromGateway(options, exchange);
      const context = contextOf(options, exchange, gateway);
      const narrowed = parseQueryString(url);
      if (narrowed === null) return forwardToYoga(graphql, exchange, context, { url });
      const operation = resolve(exchange, narrowed, gateway);
      if (operation === null) return;
      await forwardToYoga(graphql, exchange, context, { url: withQuery(url, operation.query) });
    },
    POST(exchange) {
      const { headers } = exchange.request;
      if (!isJson(headers['content-type'], headers['content-encoding'])) {
        refuse(exchange, 415, 'BAD_REQUEST', 'The body must be application/json.');
        return;
      }
      // Yoga would find out after the token was spent.
      if (!isAcceptable(headers.accept)) return refuseType(exchange);
      return readBody(exchange.request, BODY_LIMIT).then((body) =>
        body.ok ? answer(exchange, body.text) : refuseLargeBody(exchange),
      );
    },
  };
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

function refuseType(exchange: HttpExchange): void {
  const message =
    'The reply is application/json or application/graphql-response+json, which Accept has to allow.';
  exchange.request.resume();
  refuse(exchange, 406, 'NOT_ACCEPTABLE', message);
}

/** The rest of the body is thrown away, and the connection with it. */
function refuseLargeBody(exchange: HttpExchange): void {
  exchange.request.resume();
  exchange.response.setHeader('connection', 'close');
  const message = `The body must be at most ${BODY_LIMIT} bytes.`;
  refuse(exchange, 413, 'PAYLOAD_TOO_LARGE', message);
}

/** Apollo's clients look for a missing persisted operation in a 200. */
function refuseOperation(exchange: HttpExchange, refusal: Extract<Resolved, { ok: false }>): null {
  return refuse(exchange, refusal.status, refusal.code, refusal.message);
}

function refuse({ response }: HttpExchange, status: number, code: string, message: string): null {
  replyJson(response, status, { errors: [{ message, extensions: { code } }] });
  return null;
}
