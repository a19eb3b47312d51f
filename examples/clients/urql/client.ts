import {
  Client,
  type CombinedError,
  cacheExchange,
  fetchExchange,
  type Operation,
} from '@urql/core';
import { authExchange } from '@urql/exchange-auth';
import type { Session } from '../session/createSession.ts';

/** urql with @urql/exchange-auth. */
export function createUrqlClient(url: string, session: Session): Client {
  const auth = authExchange(async ({ appendHeaders }) => {
    let refused: string | null = null;
    return {
      addAuthToOperation(operation) {
        const accessToken = session.accessToken();
        if (accessToken === null) return operation;
        return appendHeaders(operation, { authorization: `Bearer ${accessToken}` });
      },
      didAuthError(error, operation) {
        if (!isUnauthenticated(error)) return false;
        refused = sentWith(operation);
        return true;
      },
      // Where it rejects, every waiting operation gets the error.
      refreshAuth: async () => void (await session.renew(refused)),
    };
  });
  const exchanges = [cacheExchange, auth, fetchExchange];
  return new Client({ url, exchanges, preferGetMethod: false });
}

function isUnauthenticated({ response, graphQLErrors }: CombinedError): boolean {
  if (response?.status === 401) return true;
  return graphQLErrors.some(({ extensions }) => extensions['code'] === 'UNAUTHENTICATED');
}

/** The access token that an operation went out with. */
function sentWith({ context: { fetchOptions } }: Operation): string | null {
  const options = typeof fetchOptions === 'function' ? fetchOptions() : fetchOptions;
  const header = new Headers(options?.headers).get('authorization');
  return header?.replace('Bearer ', '') ?? null;
}
