import { fetchQuery } from 'relay-runtime';
import { NoteDocument } from '../../examples/api/noteDocument.ts';
import { createApolloClient } from '../../examples/clients/apollo/client.ts';
import { createQuery } from '../../examples/clients/fetch/query.ts';
import { createRequestClient } from '../../examples/clients/graphql-request/client.ts';
import noteQuery, {
  type noteQuery as NoteQuery,
} from '../../examples/clients/relay/__generated__/noteQuery.graphql.ts';
import { createRelayEnvironment } from '../../examples/clients/relay/environment.ts';
import type { Session } from '../../examples/clients/session/createSession.ts';
import { createUrqlClient } from '../../examples/clients/urql/client.ts';

/** Reads a note; rejects where the client gives an error. */
export type ReadNote = (id: string) => Promise<string | undefined>;

/** Every recipe in examples/clients, used as an application would. */
export const RECIPES: Readonly<Record<string, (api: string, session: Session) => ReadNote>> = {
  fetch(api, session) {
    const query = createQuery(api, session);
    return async (id) => (await query(NoteDocument, { id })).note.text;
  },
  'graphql-request'(api, session) {
    const client = createRequestClient(api, session);
    return async (id) => (await client.request(NoteDocument, { id })).note.text;
  },
  apollo(api, session) {
    const client = createApolloClient(api, session);
    return async (id) =>
      (await client.query({ query: NoteDocument, variables: { id } })).data?.note.text;
  },
  urql(api, session) {
    const client = createUrqlClient(api, session);
    return async (id) => {
      const { data, error } = await client.query(NoteDocument, { id }).toPromise();
      if (error) throw error;
      return data?.note.text;
    };
  },
  relay(api, session) {
    const environment = createRelayEnvironment(api, session);
    return async (id) =>
      (await fetchQuery<NoteQuery>(environment, noteQuery, { id }).toPromise())?.note.text;
  },
};
