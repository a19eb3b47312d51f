import { createServer, type LookupFunction } from 'node:net';
import { networkInterfaces } from 'node:os';
import { describe, expect, it } from 'vitest';
import type { UpstreamRequest } from '../../adapters/adapter.ts';
import { createHttp, type HttpOptions } from '../../adapters/http.ts';
import { isPublicAddress, publicOnly } from '../../adapters/publicAddress.ts';
import { httpReply, jsonReply, startFaultServer } from '../support/faultServer.ts';

const HAS_IPV6 = Object.values(networkInterfaces()).some((each) =>
  each?.some(({ address }) => address === '::1'),
);

/** Listens on every address of this machine, of both families, and counts who comes. */
async function startEverywhere() {
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.on('error', () => {}).once('data', () => socket.end(jsonReply(200, {})));
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, HAS_IPV6 ? '::' : '0.0.0.0', resolve);
  await promise;
  const { port } = server.address() as { port: number };
  return {
    port,
    connections: () => connections,
    [Symbol.asyncDispose]: () => new Promise<void>((closed) => server.close(() => closed())),
  };
}

const request = (url: string, headers: UpstreamRequest['headers'] = {}): UpstreamRequest => ({
  method: 'POST',
  url: new URL(url),
  headers,
  body: 'rt_CANARY',
});

async function send(url: string, options: Partial<HttpOptions> = {}) {
  const http = createHttp({ timeoutMs: 2_000, allowPrivate: false, ...options });
  const outcome = await http.send(request(url));
  await http.close();
  return outcome;
}

/** A resolver that gives these addresses to any name. */
const resolving =
  (...addresses: string[]): LookupFunction =>
  (_name, _options, done) =>
    done(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );

const refused = { type: 'not-sent', reason: 'connection', code: 'ERR_PRIVATE_ADDRESS' };

const PRIVATE = [
  '127.0.0.1',
  '127.255.255.254',
  '0.0.0.0',
  '10.0.0.1',
  '172.16.0.1',
  '192.168.0.1',
  '169.254.169.254',
  '100.64.0.1',
  '192.0.0.8',
  '192.0.2.1',
  '198.18.0.1',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
  '::1',
  '::',
  'fd00::1',
  'fe80::1',
  'fec0::1',
  'ff02::1',
  '::ffff:10.0.0.1',
  '::ffff:127.0.0.1',
  '::127.0.0.1',
  '64:ff9b::127.0.0.1',
  '64:ff9b:1::10.0.0.1',
  '2002:7f00:1::',
  '2001:db8::1',
  '2001::7f00:1',
  '100::1',
];

/** Spellings that `new URL` reads as 127.0.0.1, and a name that everyone resolves to it. */
const SPELLINGS = [
  '2130706433',
  '0177.0.0.1',
  '0x7f.1',
  '127.1',
  '127.0.0.1.',
  '①②⑦.0.0.1',
  'localhost',
];

describe('the guard of private networks', () => {
  it.each(PRIVATE)('opens no connection to %s', async (address) => {
    await using place = await startEverywhere();
    const host = address.includes(':') ? `[${address}]` : address;
    expect(await send(`http://${host}:${place.port}/`)).toEqual(refused);
    const byName = await send(`http://a.example:${place.port}/`, { lookup: resolving(address) });
    expect(byName).toEqual(refused);
    expect(place.connections()).toBe(0);
  });

  it.each(SPELLINGS)('opens no connection to %s, however it is written', async (host) => {
    await using place = await startEverywhere();
    expect(await send(`http://${host}:${place.port}/`)).toEqual(refused);
    expect(await send(`https://${host}:${place.port}/`)).toEqual(refused);
    expect(place.connections()).toBe(0);
  });

  it.each(['127.0.0.1', '2130706433', 'localhost', ...(HAS_IPV6 ? ['[::1]'] : [])])(
    'is all that kept %s from being reached',
    async (host) => {
      await using place = await startEverywhere();
      const outcome = await send(`http://${host}:${place.port}/`, { allowPrivate: true });
      expect(outcome).toMatchObject({ type: 'reply', status: 200 });
      expect(place.connections()).toBe(1);
    },
  );

  it('stands at each connection, so that a name cannot be rebound after a first look', async () => {
    await using place = await startEverywhere();
    const answers = [['93.184.216.34'], ['127.0.0.1']];
    let looks = 0;
    const lookup = publicOnly((name, options, done) => {
      looks += 1;
      resolving(...(answers.shift() ?? []))(name, options, done);
    });
    expect(await look(lookup)).toEqual([{ address: '93.184.216.34', family: 4 }]);
    expect(await send(`http://a.example:${place.port}/`, { lookup })).toEqual(refused);
    expect([looks, place.connections()]).toEqual([2, 0]);
  });

  it('gives only the public addresses of a name that has both kinds', async () => {
    const lookup = publicOnly(resolving('10.0.0.1', '93.184.216.34', '::1', '2606:2800::1'));
    expect(await look(lookup)).toEqual([
      { address: '93.184.216.34', family: 4 },
      { address: '2606:2800::1', family: 6 },
    ]);
  });

  it('answers with one address where one is asked for', async () => {
    const lookup = publicOnly(resolving('10.0.0.1', '93.184.216.34'));
    const { promise, resolve } = Promise.withResolvers<unknown>();
    lookup('a.example', {}, (error, address, family) => resolve([error, address, family]));
    expect(await promise).toEqual([null, '93.184.216.34', 4]);
  });

  it('lets the failure of a resolver through', async () => {
    const failing: LookupFunction = (_name, _options, done) =>
      done(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }), '', 0);
    expect(await send('http://a.example/', { lookup: failing })).toMatchObject({
      code: 'ENOTFOUND',
    });
  });

  it.each(['93.184.216.34', '8.8.8.8', '2606:2800:220:1::1', '2a00:1450:4001::5'])(
    'takes %s for public',
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );

  it('takes what is no address for not public', () => {
    expect(['', 'a.example', '999.1.1.1', ':::'].some(isPublicAddress)).toBe(false);
  });
});

describe('a request that tries something else', () => {
  it('follows no redirect, to a private place or any other', async () => {
    await using place = await startEverywhere();
    const location = `http://127.0.0.1:${place.port}/`;
    await using server = await startFaultServer((socket) =>
      socket.write(httpReply(307, '', { location })),
    );
    expect(await send(server.url, { allowPrivate: true })).toMatchObject({ status: 307 });
    expect(place.connections()).toBe(0);
  });

  it.each(['http://user@127.0.0.1', 'http://user:rt_CANARY@127.0.0.1', 'http://:p@127.0.0.1'])(
    'is not sent with user information: %s',
    async (base) => {
      await using place = await startEverywhere();
      const outcome = await send(`${base}:${place.port}/`, { allowPrivate: true });
      expect(outcome).toEqual({ type: 'not-sent', reason: 'connection', code: 'ERR_INVALID_URL' });
      expect(place.connections()).toBe(0);
    },
  );

  it.each(['ftp:', 'file:', 'data:', 'gopher:'])('is not sent over %s', async (protocol) => {
    expect(await send(`${protocol}//127.0.0.1/`, { allowPrivate: true })).toMatchObject({
      type: 'not-sent',
      code: 'ERR_INVALID_PROTOCOL',
    });
  });

  it.each(['a\r\nX-Evil: 1', 'a\nX-Evil: 1', 'a\0b'])(
    'is not sent with the header %j',
    async (value) => {
      await using place = await startEverywhere();
      const http = createHttp({ timeoutMs: 2_000, allowPrivate: true });
      const outcome = await http.send(request(`http://127.0.0.1:${place.port}/`, { 'X-A': value }));
      await http.close();
      expect(outcome).toMatchObject({ type: 'not-sent', reason: 'connection' });
      expect(place.connections()).toBe(0);
    },
  );
});

function look(lookup: LookupFunction): Promise<unknown> {
  return new Promise((resolve, reject) =>
    lookup('a.example', { all: true }, (error, found) => (error ? reject(error) : resolve(found))),
  );
}
