import { isJsonObject, type JsonObject } from '../http/jsonObject.ts';
import { MAX_NESTING, parseJson } from '../http/parseJson.ts';

/** A well-formed request; its document may be named instead of given (persisted operations). */
export interface OperationRequest {
  readonly query?: string | null | undefined;
  readonly documentId?: string | null | undefined;
  readonly operationName?: string | null | undefined;
  readonly variables?: JsonObject | null | undefined;
  readonly extensions?: JsonObject | null | undefined;
}

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

const isText = (value: unknown): boolean => typeof value === 'string';

/** What each member is where it is given. By hand: every request passes here, and a schema of zod takes longer. */
const MEMBERS = new Map<string, (value: unknown) => boolean>([
  ['query', isText],
  ['documentId', isText],
  ['operationName', isText],
  ['variables', isJsonObject],
  ['extensions', isJsonObject],
]);

const names = [...MEMBERS.keys()].join(', ');
const NOT_A_REQUEST = `The request must be a JSON object with no members but ${names}.`;

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
  if (!isJsonObject(value)) return { ok: false, message: NOT_A_REQUEST };
  for (const name in value) {
    const isRight = MEMBERS.get(name);
    if (isRight === undefined) return { ok: false, message: NOT_A_REQUEST };
    if (value[name] !== null && !isRight(value[name])) {
      return { ok: false, message: `The member "${name}" is missing or of the wrong type.` };
    }
  }
  return { ok: true, request: value };
}
