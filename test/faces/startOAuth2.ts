import { createHash } from 'node:crypto';
import { startTestServer } from '../support/startTestServer.ts';

/** The secrets of the confidential clients: one configured whole, one as its digest. */
export const SECRET = 'secret+of the back end: 0123456789';
export const HASHED_SECRET = 'another-secret-0123456789';

export const DIGEST = createHash('sha256').update(HASHED_SECRET).digest('hex');

const CLIENTS = {
  spa: {},
  backend: { clientSecret: SECRET },
  hashed: { clientSecretHash: DIGEST },
};

/** A server with a public and two confidential clients. */
export const startOAuth2 = (env: Readonly<Record<string, string>> = {}) =>
  startTestServer({ env: { OAUTH2_CLIENTS: JSON.stringify(CLIENTS), ...env } });

/** RFC 6749 section 2.3.1. */
export function basic(id: string, secret: string) {
  const encode = (part: string) => encodeURIComponent(part).replaceAll('%20', '+');
  const value = Buffer.from(`${encode(id)}:${encode(secret)}`).toString('base64');
  return { authorization: `Basic ${value}` };
}
