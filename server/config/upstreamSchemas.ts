import { z } from 'zod';
import { clientAuthMethod } from '../../adapters/oauth2/clientAuth.ts';
import { clientKeyJwt } from '../../adapters/oauth2/clientKey.ts';
import { secret } from '../../domain/secret.ts';
import { baseUrl, httpUrl, oneOf, text, wholeNumber } from './fieldSchemas.ts';

const error = (issue: { readonly code?: string }) =>
  issue.code === 'unrecognized_keys'
    ? 'It has a member that is not known.'
    : 'It must be an object.';

/** One entry of `CLOUDREVE_SITES`. */
export const cloudreveSite = z.strictObject({ url: baseUrl() }, { error });

const asText = z.looseObject({ kty: z.string() }).transform((jwk) => JSON.stringify(jwk));

const privateKey = z
  .union([z.string(), asText], { error: 'It must be text or a JWK.' })
  .refine(
    isClientKey,
    'It must be a private key: PKCS #8 in PEM or a JWK; RSA of at least 2048 bits, EC or Ed25519.',
  )
  .transform(secret);

const members = z.strictObject(
  {
    issuer: httpUrl().optional(),
    tokenEndpoint: httpUrl({ query: true }).optional(),
    revocationEndpoint: httpUrl({ query: true }).optional(),
    clientId: text('text'),
    clientSecret: text('text').transform(secret).optional(),
    privateKey: privateKey.optional(),
    tokenEndpointAuthMethod: oneOf([
      'client_secret_basic',
      'client_secret_post',
      'private_key_jwt',
      'none',
    ]).optional(),
    defaultExpiresIn: wholeNumber(1, 315_360_000, ' of seconds').optional(),
  },
  { error },
);

type Members = z.output<typeof members>;

/** One entry of `OAUTH2_PROVIDERS`. */
export const oauth2Provider = members
  .refine(hasEndpoint, 'It must have tokenEndpoint, or issuer to discover it from.')
  .refine(canAuthenticate, 'Its tokenEndpointAuthMethod needs a clientSecret or privateKey.')
  .transform((given) => ({
    issuer: given.issuer ?? null,
    tokenEndpoint: given.tokenEndpoint ?? null,
    revocationEndpoint: given.revocationEndpoint ?? null,
    clientId: given.clientId,
    clientSecret: given.clientSecret ?? null,
    privateKey: given.privateKey ?? null,
    tokenEndpointAuthMethod: given.tokenEndpointAuthMethod ?? null,
    defaultExpiresIn: given.defaultExpiresIn ?? null,
  }));

function hasEndpoint({ tokenEndpoint, issuer }: Members): boolean {
  return tokenEndpoint !== undefined || issuer !== undefined;
}

function canAuthenticate(given: Members): boolean {
  const { clientSecret = null, privateKey = null, tokenEndpointAuthMethod = null } = given;
  const method = clientAuthMethod({ clientSecret, privateKey, tokenEndpointAuthMethod });
  if (method === 'private_key_jwt') return privateKey !== null;
  return method === 'none' || clientSecret !== null;
}

function isClientKey(text: string): boolean {
  try {
    clientKeyJwt(text);
    return true;
  } catch {
    return false;
  }
}
