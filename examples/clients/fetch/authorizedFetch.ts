import type { Session } from '../session/createSession.ts';
import { readJson } from '../session/readJson.ts';

/** A `fetch` for GraphQL that sends the access token, and renews it once where the API refuses it. */
export function authorizedFetch(session: Session): typeof fetch {
  return async (url, init) => {
    const sent = session.accessToken();
    const response = await fetch(url, authorized(init, sent));
    if (!(await isUnauthenticated(response))) return response;
    return fetch(url, authorized(init, await session.renew(sent)));
  };
}

function authorized(init: RequestInit | undefined, accessToken: string | null): RequestInit {
  const headers = new Headers(init?.headers);
  if (accessToken !== null) headers.set('authorization', `Bearer ${accessToken}`);
  return { ...init, headers };
}

/** GraphQL servers say it with 401, or with 200 and a code. */
async function isUnauthenticated(response: Response): Promise<boolean> {
  if (response.status === 401) return true;
  const { errors } = (await readJson(response.clone())) as {
    errors?: readonly { extensions?: { code?: unknown } }[];
  };
  return errors?.some(({ extensions }) => extensions?.code === 'UNAUTHENTICATED') ?? false;
}
