import { z } from 'zod';
import type { Issuer, IssuerFacts, IssuerFamily } from '../domain/issuer.ts';
import { InvalidInputError } from '../domain/refreshError.ts';
import { secret } from '../domain/secret.ts';
import type { Adapter } from './adapter.ts';
import { createForwardingIssuer } from './forward.ts';
import { forwardedField } from './forwardedField.ts';
import type { Http } from './http.ts';
import { invalidInput } from './invalidInput.ts';
import { type WalletKitCredential, walletKitProjectId } from './walletKitCredential.ts';
import { readWalletKitReply } from './walletKitReply.ts';

/** Where WalletKit is, and which projects may be refreshed through us. */
export interface WalletKitOptions {
  readonly testnetUrl: string;
  readonly mainnetUrl: string;
  /** The project of inputs that name none. @default none: each input has to name one */
  readonly projectId?: string | null;
  /** Projects that inputs may name beside `projectId`. @default none beside it; any where `projectId` is not set either */
  readonly allowedProjectIds?: readonly string[] | null;
}

/** Input of WalletKit's issuers, also for the faces that take it without GraphQL. */
export const walletKitRefreshInput = z.object({
  network: z.enum(['TESTNET', 'MAINNET']),
  projectId: walletKitProjectId.nullish(),
  sessionId: forwardedField,
  refreshToken: forwardedField,
});

/** The `walletKit` member: WalletKit testnet and mainnet, two issuers that share nothing but a protocol. */
export function createWalletKit(options: WalletKitOptions, http: Http): IssuerFamily {
  const issuers = {
    TESTNET: createNetwork('testnet', options.testnetUrl, http),
    MAINNET: createNetwork('mainnet', options.mainnetUrl, http),
  };
  return {
    field: 'walletKit',
    issuers: [issuers.TESTNET, issuers.MAINNET],
    select(input) {
      const parsed = walletKitRefreshInput.safeParse(input);
      if (!parsed.success) return invalidInput('walletKit', parsed.error);
      const { network, sessionId, refreshToken } = parsed.data;
      const projectId = chooseProject(parsed.data.projectId ?? null, options);
      if (projectId instanceof InvalidInputError) return projectId;
      const credential = { refreshToken: secret(refreshToken), sessionId, projectId };
      return { issuer: issuers[network], credential };
    },
  };
}

function createNetwork(network: string, baseUrl: string, http: Http): Issuer<WalletKitCredential> {
  return createForwardingIssuer(createWalletKitAdapter(network, baseUrl), http);
}

/** One WalletKit network as an adapter; `baseUrl` may have a path. Throws a `TypeError` when it is not a URL. */
export function createWalletKitAdapter(
  network: string,
  baseUrl: string,
): Adapter<WalletKitCredential> {
  const facts: IssuerFacts = {
    id: `walletkit-${network}`,
    kind: 'WALLETKIT',
    displayName: `WalletKit ${network}`,
    rotates: true,
    revokes: false,
    idempotent: false,
    jwksUri: null,
  };
  const url = new URL(baseUrl);
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/users/refresh-token`;
  return {
    facts,
    refresh: {
      toRequest: (credential) => toRequest(url, credential),
      fromReply: (reply, credential, now) => readWalletKitReply(facts, reply, credential, now),
    },
    revoke: null,
  };
}

function toRequest(url: URL, { projectId, sessionId, refreshToken }: WalletKitCredential) {
  return {
    method: 'POST' as const,
    url,
    headers: { 'Content-Type': 'application/json', 'X-WalletKit-Project-ID': projectId },
    body: JSON.stringify({ session_id: sessionId, refresh_token: refreshToken.reveal() }),
  };
}

function chooseProject(
  given: string | null,
  { projectId = null, allowedProjectIds = null }: WalletKitOptions,
): string | InvalidInputError {
  const field = ['walletKit', 'projectId'];
  if (given === null) {
    return projectId ?? new InvalidInputError(field, 'The project id is missing.');
  }
  const isOpen = projectId === null && allowedProjectIds === null;
  if (isOpen || given === projectId || allowedProjectIds?.includes(given)) return given;
  return new InvalidInputError(field, 'The project is not one of this deployment.');
}
