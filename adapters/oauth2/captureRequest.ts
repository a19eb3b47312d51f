import { allowInsecureRequests, type CustomFetchOptions, customFetch } from 'oauth4webapi';
import type { UpstreamRequest } from '../adapter.ts';

/** What oauth4webapi takes to make a request, reduced to the hooks used here. */
export interface CaptureOptions {
  readonly [customFetch]: (
    url: string,
    options: CustomFetchOptions<'POST', URLSearchParams>,
  ) => Promise<Response>;
  readonly [allowInsecureRequests]: true;
}

/**
 * Lets oauth4webapi build a request and keeps it from being sent: adapters/http.ts alone sends, because it alone
 * knows whether bytes may have left. Whether http is allowed is settled where the endpoint was configured or found.
 */
export async function captureRequest(
  build: (options: CaptureOptions) => Promise<Response>,
): Promise<UpstreamRequest> {
  const captured: UpstreamRequest[] = [];
  await build({
    [allowInsecureRequests]: true,
    async [customFetch](url, { headers, body }) {
      captured.push(toRequest(new URL(url), headers, body));
      return new Response();
    },
  });
  const [request] = captured;
  if (request === undefined) throw new TypeError('oauth4webapi made no request.');
  return request;
}

function toRequest(
  url: URL,
  { 'content-type': contentType, authorization }: Readonly<Record<string, string>>,
  body: URLSearchParams,
): UpstreamRequest {
  return {
    method: 'POST',
    url,
    headers: {
      ...(contentType && { 'Content-Type': contentType }),
      ...(authorization && { Authorization: authorization }),
    },
    body: body.toString(),
  };
}
