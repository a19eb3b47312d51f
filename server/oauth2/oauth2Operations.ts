import type { ApiOperation } from '../openapi/apiOperation.ts';
import {
  introspectionReply,
  oauth2Error,
  serverMetadata,
  tokenQuestion,
  tokenReply,
  tokenRequest,
} from './shapes.ts';

const TAG = 'OAuth 2.0';

const failure = (description: string) => ({ description, schema: oauth2Error });

const failures = {
  400: failure(
    '`invalid_request` and its like: RFC 6749 section 5.2. `invalid_client` where no client has a secret.',
  ),
  401: failure('`invalid_client`; `WWW-Authenticate` asks for HTTP Basic.'),
  413: failure('The body is above 16 KiB.'),
  429: failure('`temporarily_unavailable`; `Retry-After` says how many seconds to wait.'),
  500: failure('`server_error`: asking again with the same token is safe.'),
  503: failure('`temporarily_unavailable`: the token was not spent.'),
};

const form = (schema: typeof tokenRequest | typeof tokenQuestion) =>
  ({ type: 'application/x-www-form-urlencoded', schema }) as const;

/** The operations of the OAuth 2.0 face. */
export const oauth2Operations: readonly ApiOperation[] = [
  {
    method: 'post',
    path: '/oauth2/token',
    operationId: 'oauth2Token',
    tag: TAG,
    summary: 'Refresh a token of the native issuer (RFC 6749 section 6).',
    description: '`invalid_grant` alone asks for a new sign-in.',
    body: form(tokenRequest),
    replies: { 200: { description: 'A new pair.', schema: tokenReply }, ...failures },
    security: ['client', 'none'],
  },
  {
    method: 'post',
    path: '/oauth2/revoke',
    operationId: 'oauth2Revoke',
    tag: TAG,
    summary: 'End the session of a token (RFC 7009).',
    body: form(tokenQuestion),
    replies: { 200: { description: 'Ended, or never known.' }, ...failures },
    security: ['client', 'none'],
  },
  {
    method: 'post',
    path: '/oauth2/introspect',
    operationId: 'oauth2Introspect',
    tag: TAG,
    summary: 'Ask what a token stands for (RFC 7662).',
    body: form(tokenQuestion),
    replies: {
      200: { description: 'What it stands for, if anything.', schema: introspectionReply },
      ...failures,
    },
    security: ['client', 'serviceKey'],
  },
  {
    method: 'get',
    path: '/.well-known/oauth-authorization-server',
    operationId: 'oauth2Metadata',
    tag: TAG,
    summary: 'What this authorization server is and where (RFC 8414).',
    replies: { 200: { description: 'The metadata.', schema: serverMetadata } },
    security: ['none'],
  },
];
