import { GraphQLScalarType } from 'graphql';
import { GraphQLDateTime } from 'graphql-scalars';
import { builder } from './builder.ts';

builder.addScalarType(
  'DateTime',
  new GraphQLScalarType({
    ...GraphQLDateTime.toConfig(),
    description: 'A moment in RFC 3339, UTC, with milliseconds: `2026-01-31T12:00:00.000Z`.',
  }) as never,
);
