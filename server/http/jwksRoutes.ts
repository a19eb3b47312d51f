import { replyJson } from './reply.ts';
import type { Routes } from './route.ts';

/** The public keys of the native issuer (RFC 7517), to be cached for five minutes. */
export function jwksRoutes(jwks: () => object): Routes {
  const headers = {
    'cache-control': 'public, max-age=300',
    // Public keys, which browsers may verify with too.
    'access-control-allow-origin': '*',
  };
  return {
    '/.well-known/jwks.json': {
      GET: ({ response }) => replyJson(response, 200, jwks(), headers),
    },
  };
}
