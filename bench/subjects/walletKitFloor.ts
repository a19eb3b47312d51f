import { Pool } from 'undici';
import { createBareServer, type Input } from './floor/createBareServer.ts';
import { toSession, toWalletKitRequest } from './floor/walletKit.ts';
import { announce, listen, subjectOptions } from './subject.ts';

// The same as forwardDispatch, with undici's Pool.request, as most would write it.
const { upstreamUrl } = subjectOptions();
const pool = new Pool(upstreamUrl ?? '', { connections: 64 });
announce({ url: await listen(createBareServer(forward)), seeds: [] });

async function forward({ walletKit = {} }: Input): Promise<object | null> {
  const { statusCode, body } = await pool.request(toWalletKitRequest(walletKit));
  const session = (await body.json()) as Record<string, string>;
  return statusCode === 200 ? toSession(session) : null;
}
