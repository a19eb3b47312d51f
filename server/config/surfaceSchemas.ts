import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import { parseAddress } from '../http/parseAddress.ts';

/** Text with commas, or a list, of things that `inner` checks; may be empty. */
export function listOf<T extends z.ZodType>(inner: T, what: string) {
  const error = `It must be ${what}, separated by commas.`;
  const split = z.string().transform((value) => value.split(',').map((word) => word.trim()));
  return z.union([z.array(z.unknown()), split], { error }).pipe(z.array(inner, { error }));
}

/** An IP address, or a range of them (CIDR). */
export function addressRange() {
  const error = 'It must be an IP address or a CIDR range.';
  return z
    .string({ error })
    .refine((value) => {
      const [address = '', bits] = value.split('/');
      // The library by itself takes 127 for 0.0.0.127.
      return parseAddress(address) !== null && (bits === undefined || ipaddr.isValidCIDR(value));
    }, error)
    .refine(
      (value) => !isMappedRange(value),
      'It must name an IPv4 range as IPv4, not mapped into IPv6.',
    );
}

/** No peer would be in it: mapped addresses are taken for the IPv4 addresses that they are. */
function isMappedRange(value: string): boolean {
  const [address = '', bits] = value.split('/');
  const isMapped = address.includes(':') && parseAddress(address)?.kind() === 'ipv4';
  return isMapped && bits !== undefined;
}

/** The origin of a web page: scheme, host and port, as browsers send it. */
export function origin() {
  const error = 'It must be an http or https origin, without path: https://app.example.org';
  return z
    .string({ error })
    .refine((value) => /^https?:/.test(value) && URL.parse(value)?.origin === value, error);
}

const byHash = z.record(z.string().min(1), z.string().min(1));

/** What Apollo's `generate-persisted-query-manifest` writes. */
const apollo = z
  .object({
    format: z.literal('apollo-persisted-query-manifest'),
    version: z.literal(1),
    operations: z.array(z.object({ id: z.string().min(1), body: z.string().min(1) })),
  })
  .transform(({ operations }) => Object.fromEntries(operations.map(({ id, body }) => [id, body])));

/** A manifest of persisted operations: documents by hash, or Apollo's format. */
export function manifest() {
  return z.union([apollo, byHash], {
    error:
      'It must be a JSON object of documents by hash, or a persisted query manifest of Apollo.',
  });
}
