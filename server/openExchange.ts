import {
  createExchange,
  type Exchange,
  type ExchangeOptions,
} from '../adapters/exchange/createExchange.ts';
import { CLOCK_SKEW } from '../issuer/clock.ts';
import type { KeyRing } from '../issuer/keys/keyRing.ts';
import type { Store } from '../issuer/store/openStore.ts';
import type { Config } from './config.ts';

/** What the exchange of a deployment is made of. */
export interface OpenExchangeOptions extends Pick<ExchangeOptions, 'now' | 'emit' | 'timers'> {
  readonly config: Pick<Config, 'replyRetention' | 'upstreamTimeoutMs'>;
  readonly store: Pick<Store, 'replies'>;
  readonly keys: Pick<KeyRing, 'rootSecret'>;
}

/** The exchange of a deployment, over its store and under its root secret. */
export function openExchange({ config, store, keys, ...rest }: OpenExchangeOptions): Exchange {
  return createExchange({
    ...rest,
    store: store.replies,
    replyRetention: config.replyRetention * 1000,
    upstreamTimeout: config.upstreamTimeoutMs,
    keyAt: (time) => keys.rootSecret.at(time).exchangeKey,
    clockSkew: CLOCK_SKEW * 1000,
  });
}
