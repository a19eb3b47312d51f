import type { Context } from '../../schema/context.ts';
import { reply } from '../http/reply.ts';
import type { HttpExchange } from '../http/route.ts';
import type { GraphQLServer } from './createGraphQL.ts';

/** Headers of a request that Yoga decides by. The rest stays outside. */
const NEEDED = ['accept', 'content-type'] as const;

/** Answers with Yoga's whole HTTP layer: GraphiQL, queries by GET, content negotiation and errors of the request. */
export async function forwardToYoga(
  graphql: GraphQLServer,
  { request, response }: HttpExchange,
  context: Context,
  { url, body }: { readonly url: string; readonly body?: string },
): Promise<void> {
  const headers = new Headers();
  for (const name of NEEDED) headers.set(name, request.headers[name] ?? '*/*');
  const answer = await graphql.yoga.fetch(
    new Request(new URL(url, 'http://refreshql.internal'), {
      method: request.method ?? 'GET',
      headers,
      ...(body === undefined ? {} : { body }),
    }),
    context,
  );
  const type = answer.headers.get('content-type') ?? 'text/plain; charset=utf-8';
  const allow = answer.headers.get('allow');
  reply(response, answer.status, type, await answer.text(), allow === null ? {} : { allow });
}
