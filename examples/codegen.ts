import { type CodegenConfig, generate } from '@graphql-codegen/cli';

const typedDocuments = (schema: string, folder: string): CodegenConfig => ({
  schema: `${import.meta.dirname}/${schema}`,
  documents: [`${import.meta.dirname}/${folder}/*Document.ts`],
  generates: {
    [`${import.meta.dirname}/${folder}/gql/`]: {
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
  silent: true,
});

await generate(typedDocuments('../schema.graphql', 'clients/session'), true);
await generate(typedDocuments('api/schema.graphql', 'api'), true);
