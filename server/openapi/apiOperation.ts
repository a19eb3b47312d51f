import type { z } from 'zod';

/** A header that an operation reads. */
export interface ApiHeader {
  readonly name: string;
  readonly description: string;
  readonly required?: boolean;
}

/** One of the replies of an operation. */
export interface ApiReply {
  readonly description: string;
  /** @default no body that means anything */
  readonly schema?: z.ZodType;
}

/** One operation of a REST face, from which the OpenAPI document is made. Schemas carry their name as `id`. */
export interface ApiOperation {
  readonly method: 'get' | 'post' | 'delete';
  readonly path: string;
  readonly operationId: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  readonly headers?: readonly ApiHeader[];
  readonly body?: {
    readonly type: 'application/json' | 'application/x-www-form-urlencoded';
    readonly schema: z.ZodType;
  };
  /** By HTTP status. */
  readonly replies: Readonly<Record<string, ApiReply>>;
  /** Any one of them is enough; `none` asks for nothing. */
  readonly security: readonly ('none' | 'client' | 'serviceKey')[];
}
