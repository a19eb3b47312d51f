import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';

const FOLDER = join(import.meta.dirname, '../fixtures/openapi');

/** The part of an OpenAPI 3.0 document that replies are held against. */
interface Contract {
  readonly paths: Readonly<
    Record<
      string,
      Readonly<Record<string, { readonly responses: Readonly<Record<string, Reply>> }>>
    >
  >;
  readonly components: object;
}

interface Reply {
  readonly content: { readonly 'application/json': { readonly schema: object } };
}

/** Checks a reply against a published OpenAPI document; gives what is wrong with it, nothing when it conforms. */
export function seedContract(file: string, path: string) {
  const { paths, components } = parse(readFileSync(join(FOLDER, file), 'utf8')) as Contract;
  const responses = paths[path]!['post']!.responses;
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  return {
    statuses: Object.keys(responses).map(Number),
    problems(status: number, body: unknown): readonly string[] {
      const { schema } = responses[status]!.content['application/json'];
      const validate = ajv.compile({ ...schema, components });
      return validate(body)
        ? []
        : validate.errors!.map(({ instancePath, message }) => `${instancePath} ${message}`);
    },
  };
}
