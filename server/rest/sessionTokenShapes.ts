import { z } from 'zod';
import { refreshTokenField } from '../../adapters/refreshTokenField.ts';

/** The body of both calls of the Session/Token API. */
export const sessionTokenRequest = z
  .object({ refresh_token: refreshTokenField.describe('The refresh token as last received.') })
  .meta({ id: 'SessionTokenRequest' });

/** A pair in the Session/Token API; dates are RFC 3339. */
export const sessionToken = z.object({
  access_token: z.string().describe('The token to call APIs with.'),
  refresh_token: z.string().describe('The refresh token to present next time.'),
  access_expires: z.iso.datetime().describe('When the access token expires.'),
  refresh_expires: z.iso.datetime().describe('When the refresh token expires.'),
});

/** A refresh that succeeded. */
export const sessionTokenReply = z.object({
  code: z.literal(0),
  data: sessionToken,
  msg: z.literal(''),
});

/** A revocation that succeeded. */
export const sessionTokenDeleted = z.object({
  code: z.literal(0),
  data: z.literal(''),
  msg: z.literal(''),
});

/** Every failure of the Session/Token API; like the real server's, it has no `data`. */
export const sessionTokenFailure = z
  .object({
    code: z.int().describe('40001 parameter error, 40020 sign in again, 50001 or -1 try again.'),
    msg: z.string().describe('A fixed English sentence.'),
    error: z.string().optional().describe('Only in development: the refusal by its own name.'),
    correlation_id: z.uuid().optional().describe('Names the request in the log; not with 40001.'),
  })
  .meta({ id: 'SessionTokenFailure' });

/** A pair as it is sent. */
export type SessionToken = z.infer<typeof sessionToken>;
/** A failure as it is sent. */
export type SessionTokenFailure = z.infer<typeof sessionTokenFailure>;
