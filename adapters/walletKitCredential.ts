import type { Credential } from '../domain/issuer.ts';

/** What WalletKit asks for beside the token. */
export interface WalletKitCredential extends Credential {
  readonly sessionId: string;
  readonly projectId: string;
}
