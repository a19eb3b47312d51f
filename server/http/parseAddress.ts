import ipaddr from 'ipaddr.js';

/** An IP address, an IPv4-mapped IPv6 one as the IPv4 address it is; null for any other text. */
export function parseAddress(text: string) {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text);
  if (!ipaddr.IPv6.isValid(text)) return null;
  const address = ipaddr.IPv6.parse(text);
  return address.isIPv4MappedAddress() ? address.toIPv4Address() : address;
}
