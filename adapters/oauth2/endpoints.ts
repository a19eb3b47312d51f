import {
  type AuthorizationServer,
  allowInsecureRequests,
  customFetch,
  discoveryRequest,
  processDiscoveryResponse,
} from 'oauth4webapi';
import type { Call } from '../../domain/call.ts';
import { IssuerUnavailableError } from '../../domain/refreshError.ts';
import type { Http } from '../http.ts';
import type { Endpoints, OAuth2ProviderOptions } from './provider.ts';

/** Where the endpoints of one authorization server come from. */
export interface EndpointSource {
  /** The endpoints, discovered where they are not configured; it never rejects. */
  find(call: Call): Promise<Endpoints | IssuerUnavailableError>;
  /** The endpoints, as far as they are known by now. */
  known(): Endpoints | null;
}

/** Milliseconds after which they are looked up again. */
const FRESH_MS = 3_600_000;
/** The same after a lookup that failed. */
const RETRY_MS = 60_000;

/**
 * The configured endpoints, or those that the issuer publishes (RFC 8414, else OpenID Connect Discovery). Throws a
 * `TypeError` where there is neither a token endpoint nor an issuer that is a URL.
 */
export function createEndpoints(options: OAuth2ProviderOptions, http: Http): EndpointSource {
  const { tokenEndpoint: token_endpoint, revocationEndpoint } = options;
  const revocation = revocationEndpoint === null ? {} : { revocation_endpoint: revocationEndpoint };
  if (token_endpoint === null) return discovered(new URL(options.issuer ?? ''), revocation, http);
  // The issuer is who a client assertion is made for; without one, that is the endpoint (RFC 7523 section 3).
  const fixed = { issuer: options.issuer ?? token_endpoint, token_endpoint, ...revocation };
  return { find: async () => fixed, known: () => fixed };
}

function discovered(issuer: URL, given: Partial<Endpoints>, http: Http): EndpointSource {
  let known: Endpoints | null = null;
  let freshUntil = 0;
  let pending: Promise<Endpoints | null> | null = null;
  async function lookUp({ now }: Call) {
    const found = await discover(issuer, http);
    if (found !== null) known = { ...found, ...given };
    freshUntil = now() + (found === null ? RETRY_MS : FRESH_MS);
    pending = null;
    return known;
  }
  return {
    async find(call) {
      if (known !== null && call.now() < freshUntil) return known;
      pending ??= lookUp(call);
      // What was true an hour ago is a better guess than none, and nobody has to wait for a better one.
      return known ?? (await pending) ?? undiscovered();
    },
    known: () => known,
  };
}

/** Milliseconds. OpenID Connect says less, revocation for one, so it is taken later than RFC 8414 where both are there. */
const HEAD_START = 1000;

/** Asks in both places at once; one that hangs must not hold up the other. */
function discover(issuer: URL, http: Http): Promise<Endpoints | null> {
  const oauth2 = read(issuer, 'oauth2', http);
  const oidc = read(issuer, 'oidc', http).then(async (found) => {
    await Promise.race([oauth2.catch(() => {}), later()]);
    return found;
  });
  return Promise.any([oauth2, oidc]).catch(() => null);
}

function later(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, HEAD_START).unref());
}

/** Rejects where there is no usable document; errors of the library may carry what there is instead, so they go no further. */
async function read(issuer: URL, algorithm: 'oauth2' | 'oidc', http: Http): Promise<Endpoints> {
  const response = await discoveryRequest(issuer, {
    algorithm,
    [allowInsecureRequests]: true,
    [customFetch]: (url) => get(new URL(url), http),
  });
  return checked(await processDiscoveryResponse(issuer, response), issuer);
}

async function get(url: URL, http: Http): Promise<Response> {
  const reply = await http.send({ method: 'GET', url, headers: {}, body: null });
  return reply.type === 'reply' && reply.status === 200 && reply.json !== undefined
    ? Response.json(reply.json)
    : new Response(null, { status: 502 });
}

function checked(metadata: AuthorizationServer, issuer: URL): Endpoints {
  const { token_endpoint, revocation_endpoint, ...rest } = metadata;
  if (!isSafe(token_endpoint, issuer)) throw new TypeError('The token endpoint is not safe.');
  // Some servers write null for what they do not have.
  if (revocation_endpoint == null) return { ...rest, token_endpoint };
  if (isSafe(revocation_endpoint, issuer)) return { ...rest, token_endpoint, revocation_endpoint };
  throw new TypeError('The revocation endpoint is not safe.');
}

/** An issuer on https must not send us to http. */
function isSafe(endpoint: string | undefined, issuer: URL): endpoint is string {
  const url = URL.parse(endpoint ?? '');
  return url !== null && (url.protocol === 'https:' || url.protocol === issuer.protocol);
}

function undiscovered(): IssuerUnavailableError {
  const message =
    'The endpoints of the issuer could not be discovered; the refresh token was not spent.';
  return new IssuerUnavailableError('ISSUER_UNAVAILABLE', {
    message,
    cause: { name: 'Undiscovered', message: 'No discovery document of the issuer is usable.' },
  });
}
