import { composeServices as composeApollo } from '@apollo/composition';
import { composeServices as composeGuild } from '@theguild/federation-composition';
import { buildSchema, isInputObjectType, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { subgraphSdl } from '../../schema/index.ts';
import { ACCOUNTS_SDL } from '../support/accountsSubgraph.ts';

const services = [
  { name: 'refreshql', url: 'http://127.0.0.1:4000/graphql', typeDefs: parse(subgraphSdl()) },
  { name: 'accounts', url: 'http://127.0.0.1:4001/graphql', typeDefs: parse(ACCOUNTS_SDL) },
];

describe('with a subgraph that extends User and Session', () => {
  it('is composed by Apollo without errors or hints', () => {
    const { errors, hints, supergraphSdl } = composeApollo(services);
    expect(errors ?? []).toEqual([]);
    expect((hints ?? []).map(({ message }) => message)).toEqual([]);
    expect(supergraphSdl).toContain('displayName: String! @join__field(graph: ACCOUNTS)');
  });

  it('is composed by The Guild without errors', () => {
    const result = composeGuild(services);
    expect('errors' in result ? result.errors : []).toEqual([]);
    expect(result.supergraphSdl).toContain('REFRESHQL');
  });

  it('keeps its inputs exclusive where the composition carries @oneOf', () => {
    const subgraph = buildSchema(subgraphSdl(), { assumeValid: true });
    for (const name of ['RefreshTokenInput', 'RevokeTokenInput', 'RevokeSessionsInput']) {
      const type = subgraph.getType(name);
      expect(isInputObjectType(type) && type.isOneOf, name).toBe(true);
    }
  });

  it('gives the other subgraph no way to a token', () => {
    const { supergraphSdl = '' } = composeApollo(services);
    const session = /type Session[^{]*\{/.exec(supergraphSdl)?.[0] ?? '';
    expect(session).toContain('@join__type(graph: REFRESHQL, key: "id", resolvable: false)');
    expect(session).toContain('@join__type(graph: ACCOUNTS, key: "id")');
  });
});
