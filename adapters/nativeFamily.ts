import { z } from 'zod';
import type { Issuer, IssuerFamily } from '../domain/issuer.ts';
import { secret } from '../domain/secret.ts';
import { invalidInput } from './invalidInput.ts';
import { refreshTokenField } from './refreshTokenField.ts';

/** Input of the native issuer, also for the faces that take it without GraphQL. */
export const nativeRefreshInput = z.object({ refreshToken: refreshTokenField });

/** The `native` member: the deployment's own issuer, which needs nothing but the token. */
export function createNativeFamily(issuer: Issuer): IssuerFamily {
  return {
    field: 'native',
    issuers: [issuer],
    select(input) {
      const parsed = nativeRefreshInput.safeParse(input);
      if (!parsed.success) return invalidInput('native', parsed.error);
      return { issuer, credential: { refreshToken: secret(parsed.data.refreshToken) } };
    },
  };
}
