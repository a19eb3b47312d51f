import type { AnyRefreshError } from '../../domain/refreshError.ts';

/** The `Retry-After` header (RFC 9110 section 10.2.3, seconds) of a refusal that knows one. */
export function retryAfterHeader(refusal: AnyRefreshError): Readonly<Record<string, string>> {
  const seconds = 'retryAfter' in refusal ? refusal.retryAfter : null;
  return seconds === null ? {} : { 'retry-after': String(seconds) };
}
