import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  buildSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
  printSchema,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { createSchema, subgraphSdl } from '../../schema/index.ts';

const ROOT = join(import.meta.dirname, '../..');
const kept = (name: string) => readFile(join(ROOT, name), 'utf8');

describe('the schema', () => {
  it('is the one that is committed', async () => {
    expect(`${printSchema(createSchema())}\n`).toBe(await kept('schema.graphql'));
    expect(`${subgraphSdl().trim()}\n`).toBe(await kept('schema.subgraph.graphql'));
  });

  it('describes every type, field, argument and enum value', () => {
    const missing: string[] = [];
    const check = (name: string, { description }: { description?: string | null | undefined }) => {
      if (!description) missing.push(name);
    };
    for (const type of Object.values(createSchema().getTypeMap())) {
      if (isIntrospectionType(type) || isSpecifiedScalarType(type)) continue;
      if (type.name.startsWith('_')) continue;
      check(type.name, type);
      if (isEnumType(type)) for (const value of type.getValues()) check(value.name, value);
      if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) continue;
      for (const field of Object.values(type.getFields())) {
        if (field.name.startsWith('_')) continue;
        check(`${type.name}.${field.name}`, field);
        if ('args' in field) for (const arg of field.args) check(`${field.name}(${arg.name})`, arg);
      }
    }
    expect(missing).toEqual([]);
  });

  it('can be built by any client tool', async () => {
    const schema = buildSchema(await kept('schema.graphql'));
    const input = schema.getType('RefreshTokenInput');
    expect(isInputObjectType(input) && input.isOneOf).toBe(true);
  });
});
