import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';
import { SERVICE_KEY } from './startTestServer.ts';

/** Sends a typed document and gives its data; fails on GraphQL errors. */
export async function request<Data, Variables>(
  url: string,
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  headers: Readonly<Record<string, string>> = {},
): Promise<Data> {
  const response = await post(url, { query: print(document), variables }, headers);
  const { data, errors } = (await response.json()) as { data: Data; errors?: unknown };
  if (errors !== undefined) throw new Error(JSON.stringify(errors));
  return data;
}

/** Posts JSON to the GraphQL endpoint as it is. */
export function post(
  url: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  return fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

/** The header of a trusted back end. */
export const asService = { 'x-service-key': SERVICE_KEY };

/** The header of a user. */
export const asUser = (accessToken: string) => ({ authorization: `Bearer ${accessToken}` });
