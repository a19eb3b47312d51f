import type { Credential, Issuer } from '../../domain/issuer.ts';
import type { MaybePromise } from '../../domain/maybePromise.ts';
import type { ReplyRecord, ReplyStore } from '../../domain/replyStore.ts';
import type { ExchangeDeps } from './exchangeDeps.ts';
import { type ExchangeId, identify } from './identify.ts';

/**
 * How a credential is found. Right after a change of the root secret, an exchange that was begun under the one before is
 * gone on with. Rejects where the store has to be asked and cannot.
 */
export function pickId<C extends Credential>(
  { keys, store }: ExchangeDeps,
  { facts }: Issuer<C>,
  credential: C,
  now: number,
): MaybePromise<ExchangeId> {
  const [current, ...before] = keys(now);
  const id = identify(current, facts.id, credential);
  if (before.length === 0) return id;
  const earlier = before.map((key) => identify(key, facts.id, credential));
  return pickEarlier(store, earlier, now).then((begun) => begun ?? id);
}

async function pickEarlier(
  store: ReplyStore,
  ids: readonly ExchangeId[],
  now: number,
): Promise<ExchangeId | null> {
  for (const id of ids) {
    const record = await store.find(id.key);
    if (record !== null && isInForce(record, now)) return id;
  }
  return null;
}

const isInForce = ({ state, expiresAt }: ReplyRecord, now: number) =>
  state === 'held' || expiresAt > now;
