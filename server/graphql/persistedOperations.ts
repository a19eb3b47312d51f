import { type DocumentNode, Kind } from 'graphql';
import { createYoga } from 'graphql-yoga';
import { createSchema } from '../../schema/index.ts';
import type { Config, PersistedOperations } from '../config.ts';
import { SettingError } from '../settingError.ts';
import { hasManyAliases } from './boundedAliases.ts';
import type { GraphQLRequest, OperationRequest } from './graphqlRequest.ts';
import { safety } from './safety.ts';

/** An operation with its document, or the refusal that clients of persisted operations understand. */
export type Resolved =
  | { readonly ok: true; readonly request: GraphQLRequest }
  | {
      readonly ok: false;
      readonly status: number;
      readonly code: string;
      readonly message: string;
    };

/** Finds the document of a request. `mayAdHoc` lifts the restriction to the manifest: a gateway makes its own documents. */
export type ResolveOperation = (request: OperationRequest, mayAdHoc: boolean) => Resolved;

/** What a deployment knows of persisted operations. */
export interface PersistedOptions {
  readonly mode: PersistedOperations;
  /** Documents by hash or id. */
  readonly documents: Readonly<Record<string, string>>;
}

const refuse = (status: number, code: string, message: string): Resolved => ({
  ok: false,
  status,
  code,
  message,
});

const NOT_SUPPORTED = refuse(200, 'PERSISTED_QUERY_NOT_SUPPORTED', 'PersistedQueryNotSupported');
const NOT_FOUND = refuse(200, 'PERSISTED_QUERY_NOT_FOUND', 'PersistedQueryNotFound');
const ONLY = refuse(400, 'PERSISTED_QUERY_ONLY', 'Only persisted operations are served here.');
const NO_QUERY = refuse(400, 'BAD_REQUEST', 'The member "query" is missing or of the wrong type.');
const MISMATCH = refuse(400, 'BAD_REQUEST', 'The document is not the one of that hash.');

/**
 * Persisted operations: by `extensions.persistedQuery.sha256Hash` as Apollo's clients send it, or by `documentId` (GraphQL
 * over HTTP, appendix on persisted documents). Nothing is registered at run time.
 */
function createResolveOperation({ mode, documents }: PersistedOptions): ResolveOperation {
  const byId = new Map(Object.entries(documents));
  const listed = new Set(byId.values());
  const find = (id: string) => byId.get(id) ?? byId.get(id.replace(/^sha256:/, ''));

  return (request, mayAdHoc) => {
    const { documentId, query } = request;
    const id = documentId ?? hashOf(request);
    if (mode === 'off') return adHoc(request, id);
    const found = id === null ? undefined : find(id);
    if (found !== undefined) {
      return query != null && query !== found
        ? MISMATCH
        : { ok: true, request: withDocument(request, found) };
    }
    if (mode === 'only' && !mayAdHoc && query != null && !listed.has(query)) return ONLY;
    return query == null && id !== null ? NOT_FOUND : adHoc(request, id);
  };
}

function adHoc(request: OperationRequest, id: string | null): Resolved {
  const { query } = request;
  if (query == null) return id === null ? NO_QUERY : NOT_SUPPORTED;
  return { ok: true, request: withDocument(request, query) };
}

function withDocument(request: OperationRequest, query: string): GraphQLRequest {
  const { operationName, variables, extensions } = request;
  return { query, operationName, variables, extensions };
}

function hashOf({ extensions }: OperationRequest): string | null {
  const persisted = extensions?.['persistedQuery'];
  if (typeof persisted !== 'object' || persisted === null) return null;
  const hash = 'sha256Hash' in persisted ? persisted.sha256Hash : null;
  return typeof hash === 'string' ? hash : null;
}

type Settings = Pick<Config, 'mode' | 'gatewayKey' | 'persistedOperations' | 'persistedDocuments'>;

/** The persisted operations of a configuration; throws a `SettingError` that names the documents that can never run. */
export function openPersistedOperations(config: Settings): ResolveOperation {
  const { persistedOperations: mode, persistedDocuments: documents } = config;
  const broken = brokenDocuments(config);
  if (broken.length === 0) return createResolveOperation({ mode, documents });
  throw new SettingError(
    `PERSISTED_OPERATIONS_FILE has documents that are not valid: ${broken.join(', ')}.`,
  );
}

/** Ids of documents that no request could run: a manifest with one is a mistake to be told before listening. */
function brokenDocuments(config: Settings): readonly string[] {
  const documents = Object.entries(config.persistedDocuments);
  if (documents.length === 0) return [];
  const isValid = createCheck(config);
  return documents.filter(([, document]) => !isValid(document)).map(([id]) => id);
}

/** Parses and validates as requests are, by the same plugins. */
function createCheck({ mode, gatewayKey }: Settings): (document: string) => boolean {
  const schema = createSchema();
  const plugins = [...safety({ introspection: mode !== 'production' })];
  const { parse, validate } = createYoga({ schema, plugins, logging: false }).getEnveloped({});
  return (text) => {
    try {
      const document: DocumentNode = parse(text);
      if (validate(schema, document).length > 0) return false;
      // Gateways may have more aliases.
      return gatewayKey !== null || !allManyAliases(document);
    } catch {
      return false;
    }
  };
}

const allManyAliases = (document: DocumentNode) =>
  document.definitions
    .filter((it) => it.kind === Kind.OPERATION_DEFINITION)
    .every(({ name }) => hasManyAliases(document, name?.value));
