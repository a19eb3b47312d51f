import { expect, it } from 'vitest';
import { createCloudreveAdapter } from '../../adapters/cloudreve.ts';
import { createForwardingIssuer } from '../../adapters/forward.ts';
import { createHttp } from '../../adapters/http.ts';
import { type AnyRefreshError, isRefreshError } from '../../domain/refreshError.ts';
import { secret } from '../../domain/secret.ts';
import { logEvents } from '../../server/log.ts';
import { type Fault, httpReply, jsonReply, startFaultServer } from '../support/faultServer.ts';
import { PLAIN_CALL } from '../support/plainCall.ts';
import { memoryLog } from './logSupport.ts';

const TOKEN = 'rt_CANARY_e1b5c0';

/** What the log says of a refresh that an upstream spoils. */
async function logged(fault: Fault): Promise<unknown> {
  await using server = await startFaultServer(fault);
  const http = createHttp({ timeoutMs: 5_000, allowPrivate: true });
  const issuer = createForwardingIssuer(createCloudreveAdapter('home', server.url), http);
  const result = await issuer.refresh({ refreshToken: secret(TOKEN) }, PLAIN_CALL);
  await http.close();
  expect(isRefreshError(result)).toBe(true);
  const { log, lines, text } = memoryLog();
  logEvents(log)({
    type: 'token.refresh',
    at: 0,
    correlationId: PLAIN_CALL.correlationId,
    issuerId: 'cloudreve:home',
    outcome: (result as AnyRefreshError).code,
    durationMs: 1,
    cause: (result as AnyRefreshError).cause,
  });
  expect(text()).not.toContain('CANARY');
  return lines()[0]?.['err'];
}

const says =
  (wire: Buffer): Fault =>
  (socket) =>
    socket.write(wire);

it.each<[string, Fault, object]>([
  [
    'a refusal',
    says(jsonReply(200, { code: 40_020, msg: `Failed for ${TOKEN}` })),
    { name: 'Refused', message: 'The upstream answered 200: 40020: Failed for [removed]' },
  ],
  [
    'a web page',
    says(httpReply(502, '<html>', { 'content-type': 'text/html' })),
    { name: 'Refused', message: 'The upstream answered 502, not called JSON' },
  ],
  [
    'a pair that lacks something',
    says(jsonReply(200, { code: 0, data: { access_token: TOKEN, refresh_token: TOKEN } })),
    {
      name: 'Unreadable',
      message: 'The upstream answered with a wrong access_expires, refresh_expires',
    },
  ],
  [
    'a reset',
    (socket) => socket.resetAndDestroy(),
    { name: 'MaybeSent', message: 'Sent, but no answer came: connection', code: 'ECONNRESET' },
  ],
])('the log says what was wrong with %s', async (_title, fault, expected) => {
  expect(await logged(fault)).toMatchObject(expected);
});
