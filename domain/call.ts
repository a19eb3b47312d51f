import type { Secret } from './secret.ts';

/** What a use case may know of the request it serves. Every face makes one per request. */
export interface Call {
  /** UUID: the caller's `X-Correlation-Id`, or made here. Logged, returned and sent upstream. */
  readonly correlationId: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** The bearer token of the `Authorization` header, unverified. */
  readonly accessToken: Secret | null;
  /** The `X-Service-Key` header, unverified. */
  readonly serviceKey: Secret | null;
  /** The peer's address, as far as it can be trusted. */
  readonly ipAddress: string | null;
}
