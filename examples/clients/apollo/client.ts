import {
  ApolloClient,
  ApolloLink,
  CombinedGraphQLErrors,
  HttpLink,
  InMemoryCache,
  ServerError,
} from '@apollo/client';
import { SetContextLink } from '@apollo/client/link/context';
import { ErrorLink } from '@apollo/client/link/error';
import { from, switchMap } from 'rxjs';
import type { Session } from '../session/createSession.ts';

/** Apollo Client 4: an operation that the API refuses is sent again with a renewed token. */
export function createApolloClient(url: string, session: Session): ApolloClient {
  const renew = new ErrorLink(({ error, operation, forward }) => {
    if (!isUnauthenticated(error)) return undefined;
    const { accessToken = null } = operation.getContext() as { accessToken?: string | null };
    return from(session.renew(accessToken)).pipe(switchMap(() => forward(operation)));
  });
  // Behind the ErrorLink, so that it runs again for the second try.
  const authorize = new SetContextLink(({ headers }) => {
    const accessToken = session.accessToken();
    const authorization = accessToken === null ? {} : { authorization: `Bearer ${accessToken}` };
    return { accessToken, headers: { ...headers, ...authorization } };
  });
  const link = ApolloLink.from([renew, authorize, new HttpLink({ uri: url })]);
  return new ApolloClient({ cache: new InMemoryCache(), link });
}

function isUnauthenticated(error: unknown): boolean {
  if (ServerError.is(error)) return error.statusCode === 401;
  return (
    CombinedGraphQLErrors.is(error) &&
    error.errors.some(({ extensions }) => extensions?.['code'] === 'UNAUTHENTICATED')
  );
}
