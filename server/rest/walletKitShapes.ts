import { z } from 'zod';
import { walletKitRefreshInput } from '../../adapters/walletKit.ts';

const { sessionId, refreshToken } = walletKitRefreshInput.shape;

/** The body of WalletKit's `POST /users/refresh-token`. */
export const walletKitRequest = z
  .object({ session_id: sessionId, refresh_token: refreshToken })
  .meta({ id: 'WalletKitRefreshRequest' });

/** WalletKit's `Session`; dates are RFC 3339. */
export const walletKitSession = z
  .object({
    id: z.string(),
    created_at: z.iso.datetime(),
    project_id: z.string(),
    user_id: z.string(),
    access_token: z.string(),
    access_token_expires_at: z.iso.datetime(),
    refresh_token: z.string(),
    refresh_token_expires_at: z.iso.datetime(),
  })
  .meta({ id: 'WalletKitSession' });

/** WalletKit's `ErrorResponse`. */
export const walletKitError = z
  .object({
    code: z
      .string()
      .nullable()
      .describe("WalletKit's own code where it gave one, else the refusal's, in snake case."),
    error: z.string().describe('A fixed English sentence.'),
  })
  .meta({ id: 'WalletKitErrorResponse' });

/** A session as it is sent. */
export type WalletKitSessionReply = z.infer<typeof walletKitSession>;
/** A failure as it is sent. */
export type WalletKitErrorReply = z.infer<typeof walletKitError>;
