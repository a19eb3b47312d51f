import { GraphQLScalarType } from 'graphql';
import { GraphQLDateTimeISO } from 'graphql-scalars';
import { builder } from './builder.ts';
import { isoTime } from './isoTime.ts';

builder.addScalarType(
  'DateTime',
  new GraphQLScalarType({
    ...GraphQLDateTimeISO.toConfig(),
    name: 'DateTime',
    serialize: (value: unknown) =>
      typeof value === 'number' ? isoTime(value) : GraphQLDateTimeISO.serialize(value),
    description: 'A moment in RFC 3339, UTC, with milliseconds: `2026-01-31T12:00:00.000Z`.',
  }) as never,
);
