import { print } from 'graphql';
import type { RefreshMutation, RefreshTokenInput } from './gql/graphql.ts';
import { readJson } from './readJson.ts';
import { RefreshDocument } from './refreshDocument.ts';
import { RefusedError } from './refusedError.ts';
import type { TokenStore } from './tokenStore.ts';

/** What a session is made of. */
export interface SessionOptions {
  /** RefreshQL's GraphQL endpoint. */
  readonly url: string;
  readonly store: TokenStore;
  /** Names the issuer. @default the native one */
  readonly input?: (refreshToken: string) => RefreshTokenInput;
  /** Milliseconds to wait for one answer: longer than RefreshQL waits for an issuer, because its answer says more. @default 15000 */
  readonly timeout?: number;
}

/** A signed-in user. */
export interface Session {
  /** The access token to send; null when nobody is signed in. */
  accessToken(): string | null;
  /** Gives an access token other than the one that was refused; rejects with a RefusedError where there is none. */
  renew(refused: string | null): Promise<string>;
}

const native = (refreshToken: string): RefreshTokenInput => ({ native: { refreshToken } });

/** Renews at most once at a time, however many operations ask. */
export function createSession(options: SessionOptions): Session {
  const { url, store, input = native, timeout = 15_000 } = options;
  let renewal: Promise<string> | null = null;
  const renewOnce = async (presented: string): Promise<string> => {
    const result = await refreshSurely(() => refresh(url, input(presented), timeout));
    const held = store.load();
    // Another tab may have renewed, or the user signed out, while this call was under way: their word is newer.
    if (held?.refreshToken !== presented) return held?.accessToken ?? notSignedIn();
    return keep(store, result);
  };
  return {
    accessToken: () => store.load()?.accessToken ?? null,
    async renew(refused) {
      const held = store.load() ?? notSignedIn();
      // Renewed already, while the refused request was under way.
      if (held.accessToken !== refused) return held.accessToken;
      renewal ??= renewOnce(held.refreshToken).finally(() => {
        renewal = null;
      });
      return renewal;
    },
  };
}

function keep(store: TokenStore, result: RefreshMutation['refreshToken']): string {
  if ('accessToken' in result) {
    store.save({ accessToken: result.accessToken, refreshToken: result.refreshToken });
    return result.accessToken;
  }
  // Only `reauthenticate` ends a session: after any other refusal the token still held may be good.
  if (result.reauthenticate) store.save(null);
  throw new RefusedError(result.code, result.message, result.reauthenticate);
}

/** Where a refusal is both retryable and final, the issuer itself is not sure: one more call decides. */
async function refreshSurely(ask: () => ReturnType<typeof refresh>) {
  const result = await ask();
  const unsure = 'retryable' in result && result.retryable && result.reauthenticate;
  return unsure ? ask() : result;
}

/** Rejects where no answer comes in time. Nothing is lost by that: the next operation asks again, with the same token. */
async function refresh(url: string, input: RefreshTokenInput, timeout: number) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: print(RefreshDocument), variables: { input } }),
    // Every operation of the application waits for this call.
    signal: AbortSignal.timeout(timeout),
  });
  const { data } = (await readJson(response)) as { data?: RefreshMutation };
  if (!data) throw new Error(`The refresh was not understood (HTTP ${response.status}).`);
  return data.refreshToken;
}

function notSignedIn(): never {
  throw new RefusedError('NOT_SIGNED_IN', 'Nobody is signed in.', true);
}
