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
export type Handler = (exchange: HttpExchange) => Promise<void> | void;

/** Handlers by path, then by method. `/name/*` stands for every path below `/name/`, `*` for every method. */
export type Routes = Readonly<Record<string, Readonly<Record<string, Handler>>>>;
