import { reply, replyJson } from '../http/reply.ts';
import type { Routes } from '../http/route.ts';
import { oauth2Operations } from '../oauth2/oauth2Operations.ts';
import { sessionTokenOperations } from '../rest/sessionTokenOperations.ts';
import { walletKitOperations } from '../rest/walletKitOperations.ts';
import { type OpenApiDocument, openApiDocument } from './openApiDocument.ts';
import { openApiPage, PAGE_HEADERS } from './openApiPage.ts';

/** What is described, and to whom. */
export interface OpenApiRoutesOptions {
  /** Without a trailing slash. */
  readonly serverUrl: string;
  /** Serves `/openapi` too, a page to read the document in. */
  readonly page: boolean;
}

const operations = [...sessionTokenOperations, ...walletKitOperations, ...oauth2Operations];

/** `GET /openapi.json`, and `GET /openapi` for people. */
export function openApiRoutes({ serverUrl, page }: OpenApiRoutesOptions): Routes {
  // Made when it is first asked for: most processes never are.
  let made: OpenApiDocument | null = null;
  const document = () => {
    made ??= openApiDocument({ serverUrl, operations });
    return made;
  };
  const json: Routes = {
    '/openapi.json': {
      GET: ({ response }) =>
        replyJson(response, 200, document(), { 'access-control-allow-origin': '*' }),
    },
  };
  if (!page) return json;
  const html = () => openApiPage(document());
  return {
    ...json,
    '/openapi': {
      GET: ({ response }) => reply(response, 200, 'text/html; charset=utf-8', html(), PAGE_HEADERS),
    },
  };
}
