import type { ApiOperation } from '../openapi/apiOperation.ts';
import { walletKitError, walletKitRequest, walletKitSession } from './walletKitShapes.ts';

const failures = {
  400: 'The request, or WalletKit said so.',
  401: 'The token is invalid, expired, reused or revoked: sign in again.',
  403: 'WalletKit refused for another reason than the token.',
  404: 'WalletKit does not know what was asked for.',
  413: 'The body is above 16 KiB.',
  429: 'Too many calls; `Retry-After` says how many seconds to wait.',
  500: 'The outcome is not known: WalletKit may have spent the token.',
  503: 'WalletKit could not be reached; the token was not spent.',
} as const;

const replies = {
  200: { description: 'The session with its new pair.', schema: walletKitSession },
  ...Object.fromEntries(
    Object.entries(failures).map(([status, description]) => [
      status,
      { description, schema: walletKitError },
    ]),
  ),
};

const forNetwork = (network: 'testnet' | 'mainnet'): ApiOperation => ({
  method: 'post',
  path: `/walletkit/${network}/users/refresh-token`,
  operationId: `walletKit_${network}_refreshToken`,
  tag: 'WalletKit',
  summary: `Refresh a WalletKit session on ${network}.`,
  headers: [
    { name: 'X-WalletKit-Project-ID', description: 'The WalletKit project.', required: true },
  ],
  body: { type: 'application/json', schema: walletKitRequest },
  replies,
  security: ['none'],
});

/** The operations of the WalletKit face. */
export const walletKitOperations: readonly ApiOperation[] = [
  forNetwork('testnet'),
  forNetwork('mainnet'),
];
