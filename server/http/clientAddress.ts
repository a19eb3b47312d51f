import type { IncomingMessage } from 'node:http';
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
  return ({ socket, headers }) => {
    const peer = parseAddress(socket.remoteAddress ?? '');
    if (peer === null || ranges.length === 0) return peer?.toString() ?? null;
    const hops = String(headers['x-forwarded-for'] ?? '').split(',');
    return nearestStranger(peer, hops, ranges).toString();
  };
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
