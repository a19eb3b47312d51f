import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Call } from '../../domain/call.ts';

/** One request, as a handler sees it. */
export interface HttpExchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** The path without the query string. */
  readonly path: string;
  readonly call: Call;
}

/** Answers a request; what it throws is a defect and is answered with 500. */
export interface Handler {
  (exchange: HttpExchange): Promise<void> | void;
  /** The body of that answer, where the clients of the face read another. @default `{ error }` */
  readonly defect?: object;
}

/** Handlers by path, then by method. `/name/*` stands for every path below `/name/`, `*` for every method. */
export type Routes = Readonly<Record<string, Readonly<Record<string, Handler>>>>;
