import { z } from 'zod';
import { MAX_NESTING, parseJson } from '../http/parseJson.ts';

const members = z.strictObject({
  query: z.string().nullish(),
  documentId: z.string().nullish(),
  operationName: z.string().nullish(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  extensions: z.record(z.string(), z.unknown()).nullish(),
});

/** A well-formed request; its document may be named instead of given (persisted operations). */
export type OperationRequest = z.infer<typeof members>;

/** A request with its document (GraphQL over HTTP, "Request parameters"). */
export type GraphQLRequest = Omit<OperationRequest, 'query' | 'documentId'> & {
  readonly query: string;
};

/** A request, or a sentence that says what is wrong with it and quotes nothing of it. */
export type Narrowed =
  | { readonly ok: true; readonly request: OperationRequest }
  | { readonly ok: false; readonly message: string };

const PROBLEMS = {
  'not-json': 'The body is not valid JSON.',
  'too-deep': `The body is nested more than ${MAX_NESTING} levels deep.`,
};

const known = ['query', 'documentId', 'operationName', 'variables', 'extensions'];

/** Narrows the text of a JSON body. */
export function parseGraphQLRequest(text: string): Narrowed {
  const parsed = parseJson(text);
  if (!parsed.ok) return { ok: false, message: PROBLEMS[parsed.problem] };
  const { value } = parsed;
  if (Array.isArray(value)) return { ok: false, message: 'Batched requests are not supported.' };
  return narrowGraphQLRequest(value);
}

/** Narrows a parsed request. */
export function narrowGraphQLRequest(value: unknown): Narrowed {
  const parsed = members.safeParse(value);
  if (parsed.success) return { ok: true, request: parsed.data };
  const name = parsed.error.issues[0]?.path[0];
  const member = known.find((each) => each === name);
  if (member !== undefined) {
    return { ok: false, message: `The member "${member}" is missing or of the wrong type.` };
  }
  return {
    ok: false,
    message: `The request must be a JSON object with no members but ${known.join(', ')}.`,
  };
}
