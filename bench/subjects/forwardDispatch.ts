import { Pool } from 'undici';
import { createBareServer, type Input } from './floor/createBareServer.ts';
import { toSession, toWalletKitRequest } from './floor/walletKit.ts';
import { announce, listen, subjectOptions } from './subject.ts';

// The floor: a proxy for this one request, with undici's Pool.dispatch. It leaves out GraphQL, all checks of the request
// and of the reply beside its status, the deadline, the body limit, rate limits, the guard of an upstream that fails,
// single flight and kept replies, the log, the metrics, the correlation id that goes upstream, and the reply's headers
// against caches, sniffing and framing. Replies are sent one by one, not together.
const { upstreamUrl } = subjectOptions();
const pool = new Pool(upstreamUrl ?? '', { connections: 64 });
announce({ url: await listen(createBareServer(forward)), seeds: [] });

function forward({ walletKit = {} }: Input): Promise<object | null> {
  const { promise, resolve, reject } = Promise.withResolvers<object | null>();
  let status = 0;
  let text = '';
  pool.dispatch(toWalletKitRequest(walletKit), {
    onRequestStart() {},
    onResponseStart(_controller, statusCode) {
      status = statusCode;
    },
    onResponseData(_controller, chunk) {
      text += chunk;
    },
    onResponseEnd: () => resolve(status === 200 ? toSession(JSON.parse(text)) : null),
    onResponseError: (_controller, error) => reject(error),
  });
  return promise;
}
