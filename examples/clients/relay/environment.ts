import { Environment, type FetchFunction, Network, RecordSource, Store } from 'relay-runtime';
import { authorizedFetch } from '../fetch/authorizedFetch.ts';
import type { Session } from '../session/createSession.ts';

/** A Relay environment whose network renews. */
export function createRelayEnvironment(url: string, session: Session): Environment {
  const send = authorizedFetch(session);
  const fetchOperation: FetchFunction = async ({ text }, variables) => {
    const response = await send(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: text, variables }),
    });
    return response.json();
  };
  return new Environment({
    network: Network.create(fetchOperation),
    store: new Store(new RecordSource()),
  });
}
