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
  replyJson(response, status, errorBody(code, message));
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

/** What a handler says of itself: how a defect is answered, in the shape of GraphQL. */
export const DEFECT = {
  defect: errorBody('INTERNAL_SERVER_ERROR', 'Unexpected error.'),
} as const;

function errorBody(code: string, message: string) {
  return { errors: [{ message, extensions: { code } }] };
}
