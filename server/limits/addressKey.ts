import { parseAddress } from '../http/parseAddress.ts';

/** What an address is counted under: an IPv4 address itself, the /64 of an IPv6 one, which is one customer's. */
export function addressKey(ipAddress: string | null): string {
  const address = parseAddress(ipAddress ?? '');
  if (address === null) return 'unknown';
  if (address.kind() === 'ipv4') return address.toString();
  return address
    .toByteArray()
    .slice(0, 8)
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
}
