import { type LookupAddress, lookup as systemLookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Tells whether an address is public unicast: neither private, local, reserved nor a way to wrap one that is. */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== 'unicast') return false;
  // Outside 2000::/3 nothing is assigned; ::10.0.0.1 is there.
  return parsed instanceof ipaddr.IPv4 || /^[23]...:/.test(parsed.toNormalizedString());
}

/** What speaks against connecting to the host of a URL if it is an address; null for a public one and for a name. */
export function addressProblem(host: string): NodeJS.ErrnoException | null {
  const address = host.replace(/^\[(.*)\]$/, '$1');
  return isIP(address) === 0 || isPublicAddress(address) ? null : refusal();
}

/** A resolver that gives only the public addresses of a name, and fails where there are none. */
export function publicOnly(lookup: LookupFunction = systemLookup): LookupFunction {
  return (hostname, options, callback) =>
    lookup(hostname, { ...options, all: true }, (error, found, family) => {
      if (error !== null) return callback(error, '', 0);
      const addresses = listOf(found, family).filter(({ address }) => isPublicAddress(address));
      const [first] = addresses;
      if (first === undefined) return callback(refusal(), '', 0);
      return options.all ? callback(null, addresses) : callback(null, first.address, first.family);
    });
}

/** A resolver may answer with one address although it was asked for all. */
function listOf(found: string | LookupAddress[], family = 4): LookupAddress[] {
  return typeof found === 'string' ? [{ address: found, family }] : found;
}

function refusal(): NodeJS.ErrnoException {
  const error = new Error('The address is not public.');
  return Object.assign(error, { code: 'ERR_PRIVATE_ADDRESS' });
}
