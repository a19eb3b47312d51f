import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import ipaddr from 'ipaddr.js';
import { parseAddress } from './parseAddress.ts';

/** Finds the address that a request came from, as far as it can be trusted. */
export type ClientAddress = (request: IncomingMessage) => string | null;

type Address = NonNullable<ReturnType<typeof parseAddress>>;
type Range = ReturnType<typeof ipaddr.parseCIDR>;

/**
 * Reads `X-Forwarded-For` from right to left, for as long as the address that added an entry is a trusted proxy (CIDR or
 * address). Without trusted proxies the header counts for nothing: everybody can send one.
 */
export function createClientAddress(trustedProxies: readonly string[]): ClientAddress {
  const ranges = trustedProxies.flatMap(toRange);
  if (ranges.length === 0) return ({ socket }) => peerOf(socket);
  return ({ socket, headers }) => {
    const peer = parseAddress(socket.remoteAddress ?? '');
    if (peer === null) return null;
    const hops = String(headers['x-forwarded-for'] ?? '').split(',');
    return nearestStranger(peer, hops, ranges).toString();
  };
}

const peers = new WeakMap<Socket, string | null>();

/** The address at the other end; it is parsed once for all requests of a connection. */
function peerOf(socket: Socket): string | null {
  const known = peers.get(socket);
  if (known !== undefined) return known;
  const peer = parseAddress(socket.remoteAddress ?? '')?.toString() ?? null;
  peers.set(socket, peer);
  return peer;
}

/** The first address, seen from here, that is no trusted proxy; the last one known where an entry is no address. */
function nearestStranger(peer: Address, hops: string[], ranges: readonly Range[]): Address {
  let current = peer;
  while (isTrusted(current, ranges)) {
    const next = parseAddress(withoutPort(hops.pop() ?? ''));
    if (next === null) break;
    current = next;
  }
  return current;
}

const isTrusted = (address: Address, ranges: readonly Range[]) =>
  ranges.some((range) => range[0].kind() === address.kind() && address.match(range));

function toRange(text: string): readonly Range[] {
  if (ipaddr.isValidCIDR(text)) return [ipaddr.parseCIDR(text)];
  const address = parseAddress(text);
  return address === null ? [] : [[address, address.kind() === 'ipv4' ? 32 : 128]];
}

/** Some proxies add the port: `192.0.2.1:4711`, `[2001:db8::1]:4711`. */
const withoutPort = (hop: string) =>
  hop
    .trim()
    .replace(/^\[(.*)\](?::\d+)?$/, '$1')
    .replace(/^([\d.]+):\d+$/, '$1');
