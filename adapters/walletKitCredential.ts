import { z } from 'zod';
import type { Credential } from '../domain/issuer.ts';

/** What WalletKit asks for beside the token. */
export interface WalletKitCredential extends Credential {
  readonly sessionId: string;
  readonly projectId: string;
}

/** A project id of WalletKit. It travels as a header, so nothing but visible ASCII. */
export const walletKitProjectId = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[!-~]+$/);
