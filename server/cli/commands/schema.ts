import { printSchema } from 'graphql';
import { createSchema, subgraphSdl } from '../../../schema/index.ts';
import { defineCommand } from '../command.ts';

/** Prints the schema. */
export const schema = defineCommand({
  options: { subgraph: { type: 'boolean', help: 'print the SDL for federation instead' } },
  async run({ subgraph }, terminal) {
    terminal.print(`${subgraph ? subgraphSdl().trim() : printSchema(createSchema())}\n`);
    return 0;
  },
});
