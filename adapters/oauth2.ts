import { z } from 'zod';
import type { Issuer, IssuerFamily } from '../domain/issuer.ts';
import { InvalidInputError } from '../domain/refreshError.ts';
import { secret } from '../domain/secret.ts';
import { forwardedField } from './forwardedField.ts';
import type { Http } from './http.ts';
import { invalidInput } from './invalidInput.ts';
import { createOAuth2Issuer } from './oauth2/oauth2Issuer.ts';
import type { OAuth2Credential, OAuth2ProviderOptions } from './oauth2/provider.ts';

// RFC 6749 section 3.3: a scope has no spaces, quotes or backslashes.
const scope = z
  .string()
  .max(256)
  .regex(/^[!#-[\]-~]+$/);

/** Input of the OAuth 2.0 issuers, also for the faces that take it without GraphQL. */
export const oauth2RefreshInput = z.object({
  provider: z.string().min(1).max(63),
  refreshToken: forwardedField,
  // An empty list would ask for the whole scope, which is the opposite of what it says.
  scope: z.array(scope).min(1).max(100).nullish(),
});

/** The `oauth2` member: one issuer per provider. Throws a `TypeError` when a private key cannot be read. */
export function createOAuth2(
  providers: readonly OAuth2ProviderOptions[],
  http: Http,
): IssuerFamily {
  const issuers = new Map<string, Issuer<OAuth2Credential>>(
    providers.map((options) => [options.provider, createOAuth2Issuer(options, http)]),
  );
  return {
    field: 'oauth2',
    issuers: [...issuers.values()],
    select(input) {
      const parsed = oauth2RefreshInput.safeParse(input);
      if (!parsed.success) return invalidInput('oauth2', parsed.error);
      const { provider, refreshToken, scope = null } = parsed.data;
      const issuer = issuers.get(provider);
      if (issuer === undefined) return unknownProvider();
      return { issuer, credential: { refreshToken: secret(refreshToken), scope } };
    },
  };
}

function unknownProvider(): InvalidInputError {
  const message = 'The provider is not one of this deployment.';
  return new InvalidInputError(['oauth2', 'provider'], message);
}
