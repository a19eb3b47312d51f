import { z } from 'zod';
import type { Issuer, IssuerFamily } from '../domain/issuer.ts';
import type { NativeCredential } from '../domain/nativeIssuer.ts';
import { secret } from '../domain/secret.ts';
import { invalidInput } from './invalidInput.ts';
import { refreshTokenField } from './refreshTokenField.ts';

/** Input of the native issuer, also for the faces that take it without GraphQL. */
export const nativeRefreshInput = z.object({
  refreshToken: refreshTokenField,
  // RFC 6749 section 3.3: the characters of a scope token.
  scope: z
    .array(z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]{1,128}$/))
    .min(1)
    .max(64)
    .nullish(),
});

/** The `native` member: the deployment's own issuer, which needs nothing but the token. */
export function createNativeFamily(issuer: Issuer<NativeCredential>): IssuerFamily {
  return {
    field: 'native',
    issuers: [issuer],
    select(input) {
      const parsed = nativeRefreshInput.safeParse(input);
      if (!parsed.success) return invalidInput('native', parsed.error);
      const { refreshToken, scope = null } = parsed.data;
      const credential: NativeCredential = { refreshToken: secret(refreshToken), scope };
      return { issuer, credential };
    },
  };
}
