import type { Grant } from '../../domain/grant.ts';
import type { Credential, Issuer } from '../../domain/issuer.ts';
import { isRefreshError } from '../../domain/refreshError.ts';
import type { ReplyKey, ReplyRecord } from '../../domain/replyStore.ts';
import type { ExchangeDeps } from './exchangeDeps.ts';
import { idsToAsk } from './exchangeIds.ts';
import type { Outcome } from './outcome.ts';
import { hasEnded, mismatch, readRecord } from './readRecord.ts';

/** A session is hardly refreshed more often than this while its first reply is kept. */
const MAX_STEPS = 8;

/**
 * The pair that a kept one has led to, or what to say where that is for other parameters. Whoever is late must not be given a
 * refresh token that somebody else has spent since: by the time it is presented its own reply may be gone, and the issuer
 * would end the session.
 */
export async function newestPair<C extends Credential>(
  deps: ExchangeDeps,
  issuer: Issuer<C>,
  credential: C,
  kept: Outcome,
  now: number,
): Promise<Outcome> {
  let newest = kept;
  for (let step = 0; step < MAX_STEPS; step += 1) {
    const next = await successor(deps, issuer, credential, newest, now).catch(() => null);
    if (next === null) break;
    newest = next;
  }
  return newest;
}

async function successor<C extends Credential>(
  deps: ExchangeDeps,
  issuer: Issuer<C>,
  credential: C,
  pair: Outcome,
  now: number,
): Promise<Outcome | null> {
  if (isRefreshError(pair) || !pair.rotated || issuer.facts.idempotent) return null;
  const presented = follow(credential, pair);
  for (const id of idsToAsk(deps, issuer.facts, presented, now)) {
    const record = await deps.store.find(id.key);
    // It was refused since, or its session ended: there is no newer pair, and this one is dead.
    if (record?.state === 'refused' && record.expiresAt > now && speaksOf(record, id)) {
      return readRecord(record, id, issuer.facts);
    }
    // Also right after it has expired, which is later by another clock: what led here is in force.
    if (record?.state !== 'kept' || !record.spent) continue;
    // What came of other parameters is no answer to these, and this pair's refresh token is spent.
    return record.binding === id.binding ? readRecord(record, id, issuer.facts) : mismatch();
  }
  return null;
}

/** An issuer that refuses a token with some parameters may take it with others. */
function speaksOf(record: ReplyRecord, { binding }: ReplyKey): boolean {
  return hasEnded(record) || record.binding === binding;
}

/** What is presented next after a pair: an issuer of sessions may give them a new id each time. */
function follow<C extends Credential>(credential: C, pair: Grant): C {
  const { refreshToken } = pair;
  return pair.kind === 'Session'
    ? { ...credential, refreshToken, sessionId: pair.id }
    : { ...credential, refreshToken };
}
