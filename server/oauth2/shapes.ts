import { z } from 'zod';
import { refreshTokenField } from '../../adapters/refreshTokenField.ts';

const credentials = {
  client_id: z.string().optional().describe('Who asks, unless HTTP Basic says so.'),
  client_secret: z.string().optional().describe('The secret of a confidential client.'),
};

/** The form of the token endpoint (RFC 6749 section 6). */
export const tokenRequest = z
  .object({
    grant_type: z.literal('refresh_token'),
    refresh_token: refreshTokenField,
    scope: z.string().optional().describe('Narrows the new access token; separated by spaces.'),
    ...credentials,
  })
  .meta({ id: 'OAuth2TokenRequest' });

/** A successful reply of the token endpoint (RFC 6749 section 5.1). */
export const tokenReply = z
  .object({
    access_token: z.string(),
    token_type: z.literal('Bearer'),
    expires_in: z.int().describe('Seconds.'),
    refresh_token: z.string().describe('Replaces the presented one.'),
    refresh_token_expires_in: z.int().optional().describe('Seconds.'),
    scope: z.string().optional(),
  })
  .meta({ id: 'OAuth2TokenReply' });

/** The form of revocation (RFC 7009) and introspection (RFC 7662). */
export const tokenQuestion = z
  .object({
    // Not bounded: what is too long for a token is a dead one.
    token: z.string().min(1).describe('An access or a refresh token.'),
    token_type_hint: z.string().optional().describe('Not needed: both kinds are tried.'),
    ...credentials,
  })
  .meta({ id: 'OAuth2TokenQuestion' });

/** What introspection says (RFC 7662 section 2.2). */
export const introspectionReply = z
  .object({
    active: z.boolean().describe('False for anything dead, and then nothing else is said.'),
    token_use: z.enum(['access', 'refresh']).optional(),
    token_type: z.literal('Bearer').optional(),
    scope: z.string().optional(),
    sub: z.string().optional(),
    aud: z.array(z.string()).optional(),
    iss: z.string().optional(),
    iat: z.int().optional(),
    exp: z.int().optional(),
    jti: z.string().optional(),
    sid: z.string().optional(),
  })
  .meta({ id: 'OAuth2Introspection' });

/** An error (RFC 6749 section 5.2). */
export const oauth2Error = z
  .object({ error: z.string(), error_description: z.string() })
  .meta({ id: 'OAuth2Error' });

/** The metadata of the authorization server (RFC 8414 section 2). */
export const serverMetadata = z
  .object({
    issuer: z.url(),
    token_endpoint: z.url(),
    revocation_endpoint: z.url(),
    introspection_endpoint: z.url(),
    jwks_uri: z.url().optional(),
    grant_types_supported: z.array(z.string()),
    response_types_supported: z
      .array(z.string())
      .describe('Empty: there is no authorization endpoint.'),
    token_endpoint_auth_methods_supported: z.array(z.string()),
    revocation_endpoint_auth_methods_supported: z.array(z.string()),
    introspection_endpoint_auth_methods_supported: z.array(z.string()).optional(),
  })
  .meta({ id: 'OAuth2ServerMetadata' });

/** A successful reply of the token endpoint as it is sent. */
export type TokenReply = z.infer<typeof tokenReply>;
/** What introspection says, as it is sent. */
export type IntrospectionReply = z.infer<typeof introspectionReply>;
/** The metadata as it is sent. */
export type ServerMetadata = z.infer<typeof serverMetadata>;
