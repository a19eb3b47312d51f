import { createExchange, type Exchange } from '../adapters/exchange/createExchange.ts';
import type { EventSink } from '../domain/events.ts';
import type { KeyRing } from '../issuer/keys/keyRing.ts';
import type { Store } from '../issuer/store/openStore.ts';
import type { Config } from './config.ts';

/** What the exchange of a deployment is made of. */
export interface OpenExchangeOptions {
  readonly config: Config;
  readonly store: Store;
  readonly keys: Pick<KeyRing, 'rootSecret'>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly emit: EventSink;
}

/** The exchange of a deployment, over its store and under its root secret. */
export function openExchange({ config, store, keys, now, emit }: OpenExchangeOptions): Exchange {
  const replyRetention = config.replyRetention * 1000;
  const upstreamTimeout = config.upstreamTimeoutMs;
  // What was begun just before a change of the root secret has to be found after it.
  const lookback = replyRetention + 2 * upstreamTimeout;
  return createExchange({
    ...{ store: store.replies, replyRetention, upstreamTimeout, now, emit },
    keys(time) {
      const current = keys.rootSecret.at(time).exchangeKey;
      const before = keys.rootSecret.at(time - lookback).exchangeKey;
      return before === current ? [current] : [current, before];
    },
  });
}
