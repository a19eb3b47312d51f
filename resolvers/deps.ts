import type { EventSink } from '../domain/events.ts';
import type { IssuerRegistry } from '../domain/issuerRegistry.ts';
import type { NativeIssuer } from '../domain/nativeIssuer.ts';
import type { RateLimiter } from '../domain/rateLimiter.ts';
import type { Secret } from '../domain/secret.ts';

/** What the use cases need; the same object serves every request. */
export interface Deps {
  readonly registry: IssuerRegistry;
  readonly native: NativeIssuer;
  /** Without one, nobody is a trusted back end. */
  readonly serviceKey: Secret | null;
  readonly limiter: RateLimiter;
  readonly emit: EventSink;
}
