import { GraphQLClient } from 'graphql-request';
import { authorizedFetch } from '../fetch/authorizedFetch.ts';
import type { Session } from '../session/createSession.ts';

/** graphql-request over a fetch that renews. */
export const createRequestClient = (url: string, session: Session) =>
  new GraphQLClient(url, { fetch: authorizedFetch(session) });
