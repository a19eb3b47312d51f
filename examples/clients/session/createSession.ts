import { print } from 'graphql';
import type { RefreshMutation, RefreshTokenInput } from './gql/graphql.ts';
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
export function createSession({ url, store, input = native }: SessionOptions): Session {
  let renewal: Promise<string> | null = null;
  const renewOnce = async (presented: string): Promise<string> => {
    const result = await refreshSurely(url, input(presented));
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
async function refreshSurely(url: string, input: RefreshTokenInput) {
  const result = await refresh(url, input);
  const unsure = 'retryable' in result && result.retryable && result.reauthenticate;
  return unsure ? refresh(url, input) : result;
}

async function refresh(url: string, input: RefreshTokenInput) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: print(RefreshDocument), variables: { input } }),
  });
  const { data } = (await response.json()) as { data?: RefreshMutation };
  if (!data) throw new Error(`The refresh was not understood (HTTP ${response.status}).`);
  return data.refreshToken;
}

function notSignedIn(): never {
  throw new RefusedError('NOT_SIGNED_IN', 'Nobody is signed in.', true);
}
