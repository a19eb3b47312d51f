import { digestOf, hasDigest } from '../../resolvers/sameSecret.ts';
import type { OAuth2Client } from '../config.ts';
import type { HttpExchange } from '../http/route.ts';
import { readClientCredentials } from './clientCredentials.ts';
import { invalidRequest, type OAuth2Error } from './oauth2Error.ts';

/** Who asks: a confidential client has proved it, a public one only says so or says nothing. */
export interface Caller {
  readonly confidential: boolean;
}

/** The configured clients. */
export interface Clients {
  readonly anyPublic: boolean;
  readonly anyConfidential: boolean;
  /** Authenticates the caller (RFC 6749 section 2.3). */
  authenticate(
    exchange: HttpExchange,
    fields: ReadonlyMap<string, string>,
  ): { readonly caller: Caller } | Refused;
  /** Refuses a caller as the client that it is, or is not. */
  refuse(exchange: HttpExchange): Refused;
}

interface Refused {
  readonly error: OAuth2Error;
}

/** Makes the clients; of secrets only digests are kept. */
export function createClients(clients: readonly OAuth2Client[]): Clients {
  const digests = new Map(clients.map((client) => [client.clientId, secretDigest(client)]));
  const values = [...digests.values()];
  const anyPublic = values.includes(null);
  const anyConfidential = values.some((digest) => digest !== null);
  const refuse = ({ request }: HttpExchange) => ({
    error: invalidClient(anyConfidential || request.headers.authorization !== undefined),
  });
  return {
    anyPublic,
    anyConfidential,
    refuse,
    authenticate(exchange, fields) {
      const given = readClientCredentials(exchange.request.headers.authorization, fields);
      if (!given.ok && given.problem === 'two-methods') {
        return { error: invalidRequest('A client must authenticate by one method only.') };
      }
      if (!given.ok) return refuse(exchange);
      // Section 6 asks only clients with credentials to say who they are.
      if (given.id === null && given.secret === null && anyPublic) return PUBLIC;
      const digest = digests.get(given.id ?? '');
      if (digest === undefined) return refuse(exchange);
      if (digest === null && given.secret === null) return PUBLIC;
      const proved = digest !== null && given.secret !== null && hasDigest(given.secret, digest);
      return proved ? CONFIDENTIAL : refuse(exchange);
    },
  };
}

const PUBLIC = { caller: { confidential: false } } as const;
const CONFIDENTIAL = { caller: { confidential: true } } as const;

/** Null for a public client. */
function secretDigest({ clientSecret, clientSecretHash }: OAuth2Client): Buffer | null {
  if (clientSecretHash !== null) return Buffer.from(clientSecretHash.reveal(), 'hex');
  return clientSecret === null ? null : digestOf(clientSecret);
}

/** 401 asks for HTTP Basic, so it is for who has tried that or may have a secret (RFC 6749 section 5.2). */
const invalidClient = (challenged: boolean): OAuth2Error => ({
  status: challenged ? 401 : 400,
  error: 'invalid_client',
  description: 'The client is unknown, or its authentication failed.',
});
