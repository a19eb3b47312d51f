/** A gateway key for tests. */
export const GATEWAY_KEY = 'gateway-key-of-the-tests-0123456789abcdef';

/** What production needs to start, on loopback. */
export const PRODUCTION = {
  NODE_ENV: 'production',
  ROOT_SECRET: 'a-root-secret-of-32-bytes-or-more-0123456789',
  SIGNING_ALG: 'HS256',
  ALLOW_PRIVATE_UPSTREAMS: 'true',
  ISSUER_URL: 'https://auth.example',
  GATEWAY_KEY,
};
