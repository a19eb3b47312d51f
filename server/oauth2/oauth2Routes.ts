import type { Resolvers } from '../../resolvers/createResolvers.ts';
import type { OAuth2Client } from '../config.ts';
import { readFormBody } from '../http/readFormBody.ts';
import { replyJson } from '../http/reply.ts';
import type { Handler, HttpExchange, Routes } from '../http/route.ts';
import { type Clients, createClients } from './clients.ts';
import { introspect } from './introspectionEndpoint.ts';
import {
  errorBody,
  formError,
  type OAuth2Error,
  replyOAuth2,
  replyOAuth2Error,
  toOAuth2Error,
} from './oauth2Error.ts';
import { revoke } from './revocationEndpoint.ts';
import { serverMetadata } from './serverMetadata.ts';
import { tokenQuestion, tokenRequest } from './shapes.ts';
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

/** What a form may have. */
type Form = typeof tokenRequest | typeof tokenQuestion;

/** Says why a caller may not ask; null where it may. */
type Admit = (exchange: HttpExchange, fields: Fields) => OAuth2Error | null;

/** Answers a form; null is an empty success. */
type Endpoint = (fields: Fields, exchange: HttpExchange) => Promise<object | OAuth2Error | null>;

/** The native issuer as an OAuth 2.0 authorization server: RFC 6749 section 6, RFC 7009, RFC 7662, RFC 8414. */
export function oauth2Routes(options: OAuth2Options): Routes {
  const { resolvers, issuerUrl, jwksUri } = options;
  const clients = createClients(options.clients);
  const metadata = serverMetadata(issuerUrl, jwksUri, clients);
  const describe: Handler = ({ response }) => replyJson(response, 200, metadata, PUBLIC_HEADERS);
  const anyClient = admitClients(clients, false);
  const confidential = admitClients(clients, true);
  // Who has the service key need not be a client, so it decides before clients are looked at.
  const trusted: Admit = (exchange, fields) =>
    resolvers.isTrusted(exchange.call) ? null : confidential(exchange, fields);
  const post = (form: Form, admit: Admit, endpoint: Endpoint) => ({
    POST: Object.assign(admitted(resolvers, form, admit, endpoint), { defect: SERVER_ERROR }),
  });
  return {
    '/oauth2/token': post(tokenRequest, anyClient, (...asked) => grantToken(resolvers, ...asked)),
    '/oauth2/revoke': post(tokenQuestion, anyClient, (...asked) => revoke(resolvers, ...asked)),
    '/oauth2/introspect': post(tokenQuestion, trusted, (...asked) =>
      introspect(resolvers, issuerUrl, ...asked),
    ),
    '/.well-known/oauth-authorization-server': { GET: describe },
    ...atPathOf(issuerUrl, describe),
  };
}

const SERVER_ERROR = errorBody({ error: 'server_error', description: 'Unexpected error.' });

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

function admitClients(clients: Clients, onlyConfidential: boolean): Admit {
  return (exchange, fields) => {
    const client = clients.authenticate(exchange, fields);
    if (!onlyConfidential) return 'error' in client ? client.error : null;
    if ('caller' in client && client.caller.confidential) return null;
    const { error } = 'error' in client ? client : clients.refuse(exchange);
    // RFC 7662 section 2.3, where no client could have a secret too.
    return error.error === 'invalid_client' ? { ...error, status: 401 } : error;
  };
}

function admitted(
  resolvers: Resolvers,
  { shape }: Form,
  admit: Admit,
  endpoint: Endpoint,
): Handler {
  const names = new Set(Object.keys(shape));
  return async (exchange) => {
    const form = await readFormBody(exchange, names);
    if (!form.ok) return replyOAuth2Error(exchange, formError(form.problem));
    const { fields } = form;
    const answer = admit(exchange, fields) ?? (await endpoint(fields, exchange));
    if (answer === null || !isError(answer)) return replyOAuth2(exchange, 200, answer ?? {});
    // A wrong secret is a guess, and is counted; the right one is never held back.
    const guessed = answer.error === 'invalid_client';
    const limited = guessed ? await resolvers.countGuess(exchange.call) : null;
    replyOAuth2Error(exchange, limited === null ? answer : toOAuth2Error(limited));
  };
}

const isError = (answer: object): answer is OAuth2Error => 'error' in answer;
