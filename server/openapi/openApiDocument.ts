import { z } from 'zod';
import type { ApiHeader, ApiOperation, ApiReply } from './apiOperation.ts';

/** What the document is about. */
export interface OpenApiOptions {
  /** Without a trailing slash. */
  readonly serverUrl: string;
  readonly operations: readonly ApiOperation[];
}

/** The OpenAPI 3.1 document of these operations. */
export function openApiDocument({ serverUrl, operations }: OpenApiOptions) {
  const paths: Record<string, Record<string, object>> = {};
  for (const operation of operations) {
    paths[operation.path] = {
      ...paths[operation.path],
      [operation.method]: toOperation(operation),
    };
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'RefreshQL, REST faces',
      version: '1',
      description: 'The same use cases as the GraphQL endpoint, in the shapes of other systems.',
    },
    servers: [{ url: serverUrl }],
    paths,
    components: { schemas: toSchemas(operations), securitySchemes: SECURITY },
  };
}

/** The document as it is sent. */
export type OpenApiDocument = ReturnType<typeof openApiDocument>;

const SECURITY = {
  client: {
    type: 'http',
    scheme: 'basic',
    description: 'The id and secret of a client of OAUTH2_CLIENTS.',
  },
  serviceKey: { type: 'apiKey', in: 'header', name: 'X-Service-Key' },
};

function toOperation({ body, ...operation }: ApiOperation): object {
  const { operationId, tag, summary, description, headers = [], replies, security } = operation;
  return {
    operationId,
    tags: [tag],
    summary,
    ...(description === undefined ? {} : { description }),
    ...(headers.length === 0 ? {} : { parameters: headers.map(toParameter) }),
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: { [body.type]: refer(body.schema) } } }),
    responses: Object.fromEntries(
      Object.entries(replies).map(([status, reply]) => [status, toResponse(reply)]),
    ),
    security: security.map((name) => (name === 'none' ? {} : { [name]: [] })),
  };
}

const toParameter = ({ name, description, required = false }: ApiHeader) => ({
  name,
  in: 'header',
  description,
  required,
  schema: { type: 'string' },
});

const toResponse = ({ description, schema }: ApiReply) =>
  schema === undefined
    ? { description }
    : { description, content: { 'application/json': refer(schema) } };

const refer = (schema: z.ZodType) => ({ schema: { $ref: uriOf(nameOf(schema)) } });

const uriOf = (name: string) => `#/components/schemas/${name}`;

function nameOf(schema: z.ZodType): string {
  const id = schema.meta()?.id;
  if (id === undefined) throw new TypeError('A schema of an operation must have an id.');
  return id;
}

function toSchemas(operations: readonly ApiOperation[]): Readonly<Record<string, object>> {
  const registry = z.registry<{ id: string }>();
  const used = operations.flatMap(({ body, replies }) => [
    body?.schema,
    ...Object.values(replies).map(({ schema }) => schema),
  ]);
  for (const schema of used) {
    if (schema !== undefined && !registry.has(schema)) registry.add(schema, { id: nameOf(schema) });
  }
  const { schemas } = z.toJSONSchema(registry, {
    io: 'input',
    uri: uriOf,
    override: ({ jsonSchema }) => {
      // The format says it; zod's patterns say it again at length.
      if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
    },
  });
  return Object.fromEntries(
    Object.entries(schemas).map(([name, { $schema, $id, id, ...schema }]) => [name, schema]),
  );
}
