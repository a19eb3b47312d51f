import type { MaybePromise } from '../../domain/maybePromise.ts';
import { BODY_LIMIT } from '../http/readBody.ts';
import { replyJson } from '../http/reply.ts';
import type { HttpExchange } from '../http/route.ts';

/** Refuses a request in the shape of GraphQL. */
export function refuse(
  { response }: HttpExchange,
  status: number,
  code: string,
  message: string,
): null {
  replyJson(response, status, { errors: [{ message, extensions: { code } }] });
  return null;
}

/** Refuses a request whose caller takes no reply that there is. */
export function refuseType(exchange: HttpExchange): void {
  const message =
    'The reply is application/json or application/graphql-response+json, which Accept has to allow.';
  exchange.request.resume();
  refuse(exchange, 406, 'NOT_ACCEPTABLE', message);
}

/** Refuses a large body: the rest of it is thrown away, and the connection with it. */
export function refuseLargeBody(exchange: HttpExchange): void {
  exchange.request.resume();
  exchange.response.setHeader('connection', 'close');
  const message = `The body must be at most ${BODY_LIMIT} bytes.`;
  refuse(exchange, 413, 'PAYLOAD_TOO_LARGE', message);
}

/** Answers a defect in the shape of GraphQL. It is thrown on: the listener tells the operator, and its own reply comes too late. */
export function refuseDefects(
  exchange: HttpExchange,
  answer: () => MaybePromise<void>,
): MaybePromise<void> {
  const fail = (cause: unknown): never => {
    refuse(exchange, 500, 'INTERNAL_SERVER_ERROR', 'Unexpected error.');
    throw cause;
  };
  try {
    const answered = answer();
    return answered instanceof Promise ? answered.catch(fail) : answered;
  } catch (cause) {
    return fail(cause);
  }
}
