import { GraphQLError, Kind } from 'graphql';
import { REFRESH_ERRORS } from '../../domain/refreshErrorCode.ts';

/** Gives the error a client may see in place of `error`. */
export type PublishError = (error: unknown) => GraphQLError;

/** Whether an execution error is a defect of the server: not of the request, and no refusal of a query. */
export function isDefect(error: GraphQLError): boolean {
  return error.path !== undefined && !isRefusal(error) && !isBadArgument(error);
}

const VARIABLE_PATH = / at "([\w.[\]]+)"$/;
/** The names of the schema that graphql-js offers in place of a wrong one; always at the end. */
const SUGGESTION = / Did you mean .*$/s;
/** Where graphql-js starts to print a submitted value. */
const SUBMITTED = /(, found | got invalid value | value: | value ").*$/s;

/**
 * The one door for errors. Errors of the request keep their sentence, without anything that was submitted: graphql-js
 * quotes values, and a value may be a token. Refusals of queries pass; everything else is masked.
 */
export function createPublishError(
  words: ReadonlySet<string>,
  { suggestions }: { readonly suggestions: boolean },
): PublishError {
  const clean = (message: string) => {
    const redacted = redact(message, words);
    return suggestions ? redacted : redacted.replace(SUGGESTION, '');
  };
  return (error) => {
    if (!(error instanceof GraphQLError)) return maskWhole();
    if (isDefect(error)) return mask(error);
    if (isBadArgument(error)) return badArgument(error);
    return isRefusal(error) ? error : requestError(error, clean);
  };
}

/** graphql-js finds a null variable in a non-null place only while the field runs, and quotes what was given. */
function isBadArgument({ path, message }: GraphQLError): boolean {
  return (
    path !== undefined &&
    /^Argument "\w+" (?:has invalid value|of (?:required|non-null) type) /.test(message)
  );
}

function badArgument({ nodes, path }: GraphQLError): GraphQLError {
  return new GraphQLError('An argument of this field is not valid.', {
    nodes: nodes ?? null,
    path: path ?? null,
    extensions: { code: 'BAD_USER_INPUT' },
  });
}

function isRefusal({ extensions }: GraphQLError): boolean {
  return Object.hasOwn(REFRESH_ERRORS, String(extensions['code']));
}

/** A field's path says where it was; compiled code would not know the line and column of it. */
function mask({ path }: GraphQLError): GraphQLError {
  const extensions = { code: 'INTERNAL_SERVER_ERROR' };
  return new GraphQLError('Unexpected error.', { path: path ?? null, extensions });
}

/** What was thrown around an execution leaves no data; Yoga takes the status out of the error. */
function maskWhole(): GraphQLError {
  const extensions = { code: 'INTERNAL_SERVER_ERROR', http: { status: 500 } };
  return new GraphQLError('Unexpected error.', { extensions });
}

function requestError(error: GraphQLError, clean: (message: string) => string): GraphQLError {
  const { nodes, source, positions, extensions } = error;
  if (nodes?.[0]?.kind === Kind.VARIABLE_DEFINITION) return variableError(error, clean);
  const syntax = nodes === undefined && source !== undefined;
  return new GraphQLError(syntax ? 'The document has a syntax error.' : clean(error.message), {
    nodes: nodes ?? null,
    source: source ?? null,
    positions: positions ?? null,
    extensions: {
      code: extensions['code'] ?? 'BAD_REQUEST',
      http: extensions['http'] ?? { spec: true, status: 400 },
    },
  });
}

/** A variable that its type does not accept: says which field and why, never with what. */
function variableError(error: GraphQLError, clean: (message: string) => string): GraphQLError {
  const reason = error.originalError?.message ?? '';
  const prefix = error.message.slice(0, error.message.length - reason.length - 2);
  const path = reason === '' ? undefined : VARIABLE_PATH.exec(prefix)?.[1];
  const where = path === undefined ? '' : ` at ${clean(`"${path}"`)}`;
  const message =
    reason === '' ? clean(error.message) : `A variable is not valid${where}: ${clean(reason)}`;
  return new GraphQLError(message, {
    nodes: error.nodes ?? null,
    extensions: { code: 'BAD_USER_INPUT', http: { spec: true, status: 400 } },
  });
}

function redact(message: string, words: ReadonlySet<string>): string {
  const known = (name: string) => words.has(name) || /^\d+$/.test(name);
  const keep = (quoted: string) => (quoted.match(/\w+/g) ?? []).every(known);
  return message
    .replace(SUBMITTED, '.')
    .replace(/"[^"]*"?/g, (quoted) =>
      keep(quoted) && /^"[\w.!$@[\]:()]*"$/.test(quoted) ? quoted : '"…"',
    );
}
