import type { Resolvers } from '../../resolvers/createResolvers.ts';
import type { OAuth2Client } from '../config.ts';
import { readFormBody } from '../http/readFormBody.ts';
import { replyJson } from '../http/reply.ts';
import type { Handler, HttpExchange, Routes } from '../http/route.ts';
import { type Caller, createClients, invalidClient } from './clients.ts';
import { introspect } from './introspectionEndpoint.ts';
import {
  formError,
  type OAuth2Error,
  replyOAuth2,
  replyOAuth2Error,
  toOAuth2Error,
} from './oauth2Error.ts';
import { revoke } from './revocationEndpoint.ts';
import { serverMetadata } from './serverMetadata.ts';
import { grantToken } from './tokenEndpoint.ts';

/** What the OAuth 2.0 face needs. */
export interface OAuth2Options {
  readonly resolvers: Resolvers;
  readonly clients: readonly OAuth2Client[];
  /** Without a trailing slash. */
  readonly issuerUrl: string;
  readonly jwksUri: string | null;
}

type Fields = ReadonlyMap<string, string>;

/** Answers a form; null is an empty success. */
type Endpoint = (
  fields: Fields,
  exchange: HttpExchange,
  caller: Caller,
) => Promise<object | OAuth2Error | null>;

/** The native issuer as an OAuth 2.0 authorization server: RFC 6749 section 6, RFC 7009, RFC 7662, RFC 8414. */
export function oauth2Routes(options: OAuth2Options): Routes {
  const { resolvers, issuerUrl, jwksUri } = options;
  const clients = createClients(options.clients);
  const metadata = serverMetadata(issuerUrl, jwksUri, clients);
  const describe: Handler = ({ response }) => replyJson(response, 200, metadata, PUBLIC_HEADERS);
  const post = (endpoint: Endpoint) => ({
    POST: authenticated(options.resolvers, clients, endpoint),
  });
  const mayIntrospect = async (fields: Fields, exchange: HttpExchange, caller: Caller) =>
    caller.confidential || resolvers.isTrusted(exchange.call)
      ? introspect(resolvers, issuerUrl, fields, exchange)
      : invalidClient(exchange.request.headers.authorization);
  return {
    '/oauth2/token': post((fields, exchange) => grantToken(resolvers, fields, exchange)),
    '/oauth2/revoke': post((fields, exchange) => revoke(resolvers, fields, exchange)),
    '/oauth2/introspect': post(mayIntrospect),
    '/.well-known/oauth-authorization-server': { GET: describe },
    ...atPathOf(issuerUrl, describe),
  };
}

/** Nothing in it is secret, and browsers read it too. */
const PUBLIC_HEADERS = {
  'cache-control': 'public, max-age=300',
  'access-control-allow-origin': '*',
};

/** RFC 8414 section 3.1: the path of an issuer stands behind the well-known one. */
function atPathOf(issuerUrl: string, GET: Handler): Routes {
  const { pathname } = new URL(issuerUrl);
  return pathname === '/'
    ? {}
    : { [`/.well-known/oauth-authorization-server${pathname}`]: { GET } };
}

function authenticated(
  resolvers: Resolvers,
  clients: ReturnType<typeof createClients>,
  endpoint: Endpoint,
): Handler {
  return async (exchange) => {
    const form = await readFormBody(exchange);
    if (!form.ok) return replyOAuth2Error(exchange, formError(form.problem));
    const client = clients.authenticate(exchange, form.fields);
    const answer =
      'error' in client ? client.error : await endpoint(form.fields, exchange, client.caller);
    if (answer === null || !isError(answer)) return replyOAuth2(exchange, 200, answer ?? {});
    // A wrong secret is a guess, and is counted; the right one is never held back.
    const limited = answer.status === 401 ? await resolvers.countGuess(exchange.call) : null;
    replyOAuth2Error(exchange, limited === null ? answer : toOAuth2Error(limited));
  };
}

const isError = (answer: object): answer is OAuth2Error => 'error' in answer;
