import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';
import type { Session } from '../session/createSession.ts';
import { readJson } from '../session/readJson.ts';
import { authorizedFetch } from './authorizedFetch.ts';

/** The smallest client: one typed function. */
export function createQuery(url: string, session: Session) {
  const send = authorizedFetch(session);
  return async <Data, Variables>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
  ): Promise<Data> => {
    const response = await send(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: print(document), variables }),
    });
    const { data } = (await readJson(response)) as { data?: Data | null };
    if (!data) throw new Error(`The API answered without data (HTTP ${response.status}).`);
    return data;
  };
}
