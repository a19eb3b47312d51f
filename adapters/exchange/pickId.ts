import type { Credential, Issuer } from '../../domain/issuer.ts';
import type { ReplyRecord } from '../../domain/replyStore.ts';
import type { ExchangeDeps } from './exchangeDeps.ts';
import { type ExchangeId, identify } from './identify.ts';

/**
 * How a credential is found. Right after a change of the root secret, an exchange that was begun under the one before is
 * gone on with. Rejects where the store has to be asked and cannot.
 */
export async function pickId<C extends Credential>(
  { keys, store }: ExchangeDeps,
  { facts }: Issuer<C>,
  credential: C,
  now: number,
): Promise<ExchangeId> {
  const [current, ...before] = keys(now);
  for (const key of before) {
    const id = identify(key, facts.id, credential);
    const record = await store.find(id.key);
    if (record !== null && isInForce(record, now)) return id;
  }
  return identify(current, facts.id, credential);
}

const isInForce = ({ state, expiresAt }: ReplyRecord, now: number) =>
  state === 'held' || expiresAt > now;
