import type { Grant } from '../../domain/grant.ts';
import {
  type AnyRefreshError,
  InvalidInputError,
  IssuerUnavailableError,
  isRefreshError,
} from '../../domain/refreshError.ts';
import type { Resolvers } from '../../resolvers/createResolvers.ts';
import { isJsonBody } from '../http/mediaType.ts';
import { readJsonBody, UNREAD_BODY } from '../http/readJsonBody.ts';
import { replyJson } from '../http/reply.ts';
import { retryAfterHeader } from '../http/retryAfterHeader.ts';
import type { Handler, HttpExchange, Routes } from '../http/route.ts';
import { walletKitFailure, walletKitStatus } from './walletKitFailure.ts';
import { type WalletKitSessionReply, walletKitRequest } from './walletKitShapes.ts';

type Network = 'TESTNET' | 'MAINNET';

/** WalletKit's own contract for both networks, so that its SDKs need only another base address. */
export function walletKitRoutes(resolvers: Resolvers): Routes {
  const refresh = (network: Network): Handler =>
    Object.assign((exchange: HttpExchange) => answer(exchange, network, resolvers), DEFECT);
  return {
    '/walletkit/testnet/users/refresh-token': { POST: refresh('TESTNET') },
    '/walletkit/mainnet/users/refresh-token': { POST: refresh('MAINNET') },
  };
}

const DEFECT = { defect: walletKitFailure(new IssuerUnavailableError('OUTCOME_UNKNOWN')) };

async function answer(
  exchange: HttpExchange,
  network: Network,
  resolvers: Resolvers,
): Promise<void> {
  const { response, call } = exchange;
  const input = await readInput(exchange, network);
  if (input === 'too-large') {
    const refusal = new InvalidInputError(['input'], 'The body is too large.');
    return replyJson(response, 413, walletKitFailure(refusal), UNREAD_BODY);
  }
  const grant = isRefreshError(input) ? input : await resolvers.refreshToken(input, call);
  if (isRefreshError(grant)) return refuse(exchange, grant);
  const session = toSession(grant);
  if (session === null) return refuse(exchange, new IssuerUnavailableError('OUTCOME_UNKNOWN'));
  replyJson(response, 200, session);
}

function refuse({ response }: HttpExchange, refusal: AnyRefreshError): void {
  const status = walletKitStatus(refusal);
  replyJson(response, status, walletKitFailure(refusal), retryAfterHeader(refusal));
}

async function readInput(exchange: HttpExchange, network: Network) {
  const { headers } = exchange.request;
  const projectId = headers['x-walletkit-project-id'];
  const wrong = (message: string) => new InvalidInputError(['input'], message);
  const body = await readJsonBody(exchange);
  if (!body.ok && body.problem === 'too-large') return body.problem;
  if (typeof projectId !== 'string' || projectId === '') {
    return wrong('The header X-WalletKit-Project-ID is required.');
  }
  if (!body.ok || !isJsonBody(headers['content-type'], headers['content-encoding'])) {
    return wrong('The body must be application/json.');
  }
  const parsed = walletKitRequest.safeParse(body.value);
  if (!parsed.success) return wrong('session_id and refresh_token are required, as strings.');
  const { session_id: sessionId, refresh_token: refreshToken } = parsed.data;
  return { walletKit: { network, projectId, sessionId, refreshToken } };
}

const iso = (time: number) => new Date(time).toISOString();

function toSession(grant: Grant): WalletKitSessionReply | null {
  if (grant.kind !== 'Session') return null;
  return {
    id: grant.id,
    created_at: iso(grant.createdAt),
    project_id: grant.projectId,
    user_id: grant.userId,
    access_token: grant.accessToken.reveal(),
    access_token_expires_at: iso(grant.accessTokenExpiresAt),
    refresh_token: grant.refreshToken.reveal(),
    refresh_token_expires_at: iso(grant.refreshTokenExpiresAt),
  };
}
