import { writeFile } from 'node:fs/promises';
import { type CodegenConfig, generate } from '@graphql-codegen/cli';
import { printSchema } from 'graphql';
import { createSchema, subgraphSdl } from './schema/index.ts';

const ROOT = import.meta.dirname;

const typedDocuments: CodegenConfig = {
  schema: `${ROOT}/schema.graphql`,
  documents: [`${ROOT}/test/documents/*.ts`],
  generates: {
    [`${ROOT}/test/gql/`]: {
      preset: 'client',
      config: {
        useTypeImports: true,
        enumsAsTypes: true,
        strictScalars: true,
        scalars: { ID: 'string', DateTime: 'string', _Any: 'unknown' },
        importExtension: '.ts',
      },
      presetConfig: { fragmentMasking: false },
    },
  },
};

await writeFile(`${ROOT}/schema.graphql`, `${printSchema(createSchema())}\n`);
await writeFile(`${ROOT}/schema.subgraph.graphql`, `${subgraphSdl().trim()}\n`);
await generate({ ...typedDocuments, silent: true }, true);
