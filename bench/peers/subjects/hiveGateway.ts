import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { createGatewayRuntime } from '@graphql-hive/gateway';
import { getComposedSchemaFromConfig } from '@graphql-mesh/compose-cli';
import { loadOpenAPISubgraph } from '@omnigraph/openapi';
import { announce, listen, subjectOptions } from '../../subjects/subject.ts';

// GraphQL Mesh over the OpenAPI document of WalletKit, served by Hive Gateway: what one gets without writing a server.
// Its schema is the REST API's, so the load asks for the fields of a session by their names there, and no issuer, lifetime
// in seconds or word on rotation is made of them. One project id is set for all calls. Beside GraphQL and its request id it
// leaves out what forwardDispatch does; its log is off, and it is set up with no limits, deadline, cache or metrics.
const PROJECT_ID = 'e40e8b79-79c8-4baf-b153-9fcf4ca26780';
const OPENAPI = '../../../test/fixtures/openapi/walletkit-refresh-token.openapi.yaml';

type Composer = typeof getComposedSchemaFromConfig;

const ignore = () => {};
const quiet = {
  ...{ log: ignore, debug: ignore, info: ignore, warn: ignore, error: ignore },
  child: () => quiet,
} as unknown as Parameters<Composer>[1];

const sourceHandler = loadOpenAPISubgraph('WalletKit', {
  source: fileURLToPath(new URL(OPENAPI, import.meta.url)),
  endpoint: subjectOptions().upstreamUrl ?? '',
  operationHeaders: { 'X-WalletKit-Project-ID': PROJECT_ID },
});
const supergraph = await getComposedSchemaFromConfig({ subgraphs: [{ sourceHandler }] }, quiet);
const gateway = createGatewayRuntime({ supergraph, logging: false });
announce({ url: await listen(createServer(gateway)), seeds: [] });
