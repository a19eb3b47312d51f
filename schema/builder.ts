import SchemaBuilder from '@pothos/core';
import DirectivesPlugin from '@pothos/plugin-directives';
import FederationPlugin from '@pothos/plugin-federation';
import type { Context } from './context.ts';

/** The one builder. It defines no types; each noun has a file of its own. */
export const builder = new SchemaBuilder<{
  Context: Context;
  DefaultFieldNullability: false;
  /** Milliseconds since the epoch inside, RFC 3339 outside. */
  Scalars: { DateTime: { Input: never; Output: number }; ID: { Input: string; Output: string } };
}>({
  plugins: [DirectivesPlugin, FederationPlugin],
  defaultFieldNullability: false,
});

builder.queryType({ description: 'What can be read without changing anything.' });
builder.mutationType({
  description: 'What changes tokens and sessions. Fields of one operation run one after another.',
});
