import type { ReplyStore } from '../../domain/replyStore.ts';
import { secret } from '../../domain/secret.ts';
import { loadRootSecret } from '../../issuer/keys/rootSecret.ts';
import { createMemoryReplies } from '../../issuer/store/replies/memoryReplies.ts';
import { openExchange } from '../../server/openExchange.ts';
import { grant, T0, testUpstream } from './exchangeFixture.ts';
import { manualTimers } from './manualTimers.ts';

/** When the root secret changes (ms). */
export const CHANGE = T0;

const oct = (byte: number) => ({ kty: 'oct', k: Buffer.alloc(32, byte).toString('base64url') });
const SECRETS = JSON.stringify({ keys: [{ ...oct(2), nbf: CHANGE / 1000 }, oct(1)] });
const rootSecret = await loadRootSecret({ value: secret(SECRETS), dataDir: '' });

interface Options {
  /** Seconds. */
  readonly replyRetention?: number;
  /** The store of each node, where it is not that of all. */
  readonly storeOf?: (store: ReplyStore, node: number) => ReplyStore;
}

/** Nodes of one deployment whose clocks are ahead of the true time by `ahead` (ms) each. */
export function skewedNodes(
  ahead: readonly number[],
  { replyRetention = 30, storeOf = (store) => store }: Options = {},
) {
  const [store, timers, upstream] = [createMemoryReplies(), manualTimers(), testUpstream()];
  upstream.answer = async ({ refreshToken }, count) => grant(`${refreshToken.reveal()}.${count}`);
  const time = { now: CHANGE };
  const nodes = ahead.map((skew, node) => {
    const now = () => time.now + skew;
    const { withExchange } = openExchange({
      ...{ config: { replyRetention, upstreamTimeoutMs: 10_000 }, keys: { rootSecret }, timers },
      ...{ store: { replies: storeOf(store, node) }, now, emit() {} },
    });
    const issuer = withExchange(upstream.issuer);
    const call = {
      ...{ correlationId: '9f1d3f2a-2f2b-4c57-9f57-0d5f3b0c8a11', now },
      ...{ accessToken: null, serviceKey: null, ipAddress: null },
    };
    return {
      refresh: (token: string) => issuer.refresh({ refreshToken: secret(token) }, call),
      revoke: (token: string) => issuer.revoke({ refreshToken: secret(token) }, call),
    };
  });
  return { nodes, store, timers, upstream, time };
}

/** Times (ms) from well before a change of the root secret until nothing is left of it. */
export function timesAroundChange(step: number): readonly number[] {
  const [first, last] = [CHANGE - 1_300_000, CHANGE + 2_600_000];
  return Array.from({ length: (last - first) / step }, (_, index) => first + index * step);
}
