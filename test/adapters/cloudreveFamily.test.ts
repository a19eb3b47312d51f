import { describe, expect, it } from 'vitest';
import { createCloudreve } from '../../adapters/cloudreve.ts';
import { createHttp } from '../../adapters/http.ts';
import type { Selection } from '../../domain/issuer.ts';
import { jsonReply, startFaultServer } from '../support/faultServer.ts';
import { PLAIN_CALL } from '../support/plainCall.ts';

const HOME = { site: 'home', url: 'https://drive.example' };
const WORK = { site: 'work', url: 'https://files.example/cloud/' };

function family(...sites: { site: string; url: string }[]) {
  return createCloudreve(sites, createHttp({ timeoutMs: 1_000, allowPrivate: true }));
}

async function onTheWire(ask: 'refresh' | 'revoke', path = '') {
  await using server = await startFaultServer((socket) => socket.write(jsonReply(200, {})));
  const { select } = family({ site: 'home', url: server.url + path });
  const { issuer, credential } = select({ refreshToken: 'rt "1"' }) as Selection;
  await issuer[ask](credential, PLAIN_CALL);
  const [head, body] = server.requests[0]!.split('\r\n\r\n');
  const [line, ...headers] = head!.split('\r\n');
  return { line, headers, body: JSON.parse(body!), count: server.requests.length };
}

describe('the cloudreve member', () => {
  it('lists each site as an issuer that rotates, revokes and may be asked twice', () => {
    const facts = family(HOME, WORK).issuers.map((issuer) => issuer.facts);
    expect(facts).toMatchObject([
      { id: 'cloudreve:home', rotates: true, revokes: true, idempotent: true },
      { id: 'cloudreve:work', kind: 'CLOUDREVE' },
    ]);
  });

  it('takes the only site when the input names none', () => {
    const { select } = family(HOME);
    for (const site of [undefined, null, 'home']) {
      expect(select({ site, refreshToken: 'rt' })).toMatchObject({
        issuer: { facts: { id: 'cloudreve:home' } },
      });
    }
  });

  it('takes the site that the input names', () => {
    expect(family(HOME, WORK).select({ site: 'work', refreshToken: 'rt' })).toMatchObject({
      issuer: { facts: { id: 'cloudreve:work' } },
    });
  });

  it.each([
    ['site', 'several sites and no name', { refreshToken: 'rt' }],
    ['site', 'a site it does not know', { site: 'CANARY', refreshToken: 'rt' }],
    ['site', 'an empty name', { site: '', refreshToken: 'rt' }],
    ['refreshToken', 'an empty token', { site: 'home', refreshToken: '' }],
    ['refreshToken', 'an endless token', { site: 'home', refreshToken: 'CANARY'.repeat(3_000) }],
  ])('refuses the field %s for %s', (name, _title, input) => {
    const refusal = family(HOME, WORK).select(input);
    expect(refusal).toMatchObject({ code: 'INVALID_INPUT', field: ['cloudreve', name] });
    expect(JSON.stringify(refusal)).not.toContain('CANARY');
  });

  it.each([null, undefined, 'x', 7, []])('refuses %j for the whole member', (input) => {
    expect(family(HOME).select(input)).toMatchObject({ code: 'INVALID_INPUT' });
  });
});

describe('Cloudreve on the wire', () => {
  const headers = [
    'accept',
    'accept-encoding',
    'connection',
    'content-length',
    'content-type',
    'host',
  ];

  it.each([
    ['refresh', '', 'POST /api/v4/session/token/refresh HTTP/1.1'],
    ['refresh', '/cloud/', 'POST /cloud/api/v4/session/token/refresh HTTP/1.1'],
    ['revoke', '', 'DELETE /api/v4/session/token HTTP/1.1'],
  ] as const)('is asked once to %s, below %j', async (ask, path, line) => {
    const request = await onTheWire(ask, path);
    expect(request).toMatchObject({ line, body: { refresh_token: 'rt "1"' }, count: 1 });
    expect(request.headers).toContain(`X-Cr-Correlation-Id: ${PLAIN_CALL.correlationId}`);
    const names = request.headers.map((header) => header.split(':')[0]!.toLowerCase());
    expect(names.sort()).toEqual([...headers, 'x-cr-correlation-id']);
  });
});
