import { readFileSync, writeFileSync } from 'node:fs';
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';

// RefreshQL commits its subgraph as schema.subgraph.graphql; `{ _service { sdl } }` answers the same.
const services = [
  {
    name: 'refreshql',
    file: '../../schema.subgraph.graphql',
    url: process.env['REFRESHQL_URL'] ?? 'http://127.0.0.1:4000/graphql',
  },
  {
    name: 'profiles',
    file: 'profiles/profiles.graphql',
    url: process.env['PROFILES_URL'] ?? 'http://127.0.0.1:4001/',
  },
];

const { supergraphSdl, errors, hints } = composeServices(
  services.map(({ name, file, url }) => ({
    name,
    url,
    typeDefs: parse(readFileSync(new URL(file, import.meta.url), 'utf8')),
  })),
);
for (const problem of [...(errors ?? []), ...(hints ?? [])]) {
  process.stderr.write(`${problem.message}\n`);
}
if (supergraphSdl === undefined) throw new Error('The subgraphs do not compose.');
writeFileSync(process.argv[2] ?? 'supergraph.graphql', supergraphSdl);
