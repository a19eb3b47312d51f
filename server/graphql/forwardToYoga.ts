import type { Context } from '../../schema/context.ts';
import { reply } from '../http/reply.ts';
import type { HttpExchange } from '../http/route.ts';
import type { GraphQLServer } from './createGraphQL.ts';

/** A request as Yoga sees it: with no header but those that it decides by. */
export interface Forwarded {
  readonly url: string;
  readonly accept: string | undefined;
  /** JSON. @default none: a GET */
  readonly body?: string;
}

/** Answers with Yoga's whole HTTP layer: queries by GET, streams and errors of the request. */
export async function forwardToYoga(
  graphql: GraphQLServer,
  { request, response }: HttpExchange,
  context: Context,
  { url, accept = '*/*', body }: Forwarded,
): Promise<void> {
  const answer = await graphql.yoga.fetch(
    new Request(new URL(url, 'http://refreshql.internal'), {
      method: request.method ?? 'GET',
      headers: { accept, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body }),
    }),
    context,
  );
  const type = answer.headers.get('content-type') ?? 'text/plain; charset=utf-8';
  const allow = answer.headers.get('allow');
  reply(response, answer.status, type, await answer.text(), allow === null ? {} : { allow });
}
