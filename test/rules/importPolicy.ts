import { isBuiltin } from 'node:module';
import { posix } from 'node:path';
import type { ProjectFile } from './projectFiles.ts';
import { COMPUTED, ENVIRONMENT, readImports } from './readImports.ts';

/** What the modules of a folder may name. A package stands for its subpaths, `@scope/*` for the whole scope. */
interface Allowance {
  readonly folders: readonly string[];
  readonly packages: readonly string[] | 'any';
}

/** The first prefix that fits a file says what it may import. */
const ALLOWED: Readonly<Record<string, Allowance>> = {
  'domain/': { folders: [], packages: [] },
  'resolvers/': {
    folders: ['domain'],
    packages: ['dataloader', 'node:crypto', 'zod'],
  },
  'issuer/': {
    folders: ['domain'],
    packages: ['jose', 'node:*', 'pg', 'sodium-native', 'zod'],
  },
  'adapters/registry.ts': { folders: ['domain', 'issuer'], packages: ['zod'] },
  'adapters/': {
    folders: ['domain'],
    packages: ['cockatiel', 'ipaddr.js', 'node:*', 'oauth4webapi', 'undici', 'zod'],
  },
  'schema/': {
    folders: ['domain', 'resolvers'],
    packages: ['@apollo/subgraph', '@pothos/*', 'dataloader', 'graphql', 'graphql-scalars', 'zod'],
  },
  'server/': {
    folders: ['domain', 'resolvers', 'issuer', 'adapters', 'schema'],
    packages: 'any',
  },
  'bin/': { folders: ['server'], packages: ['node:module', 'node:url'] },
};

/** Where each outside dependency enters: the only places that may name it. */
const DOORS: Readonly<Record<string, readonly string[]>> = {
  jose: ['issuer/'],
  'sodium-native': ['issuer/signEd25519.ts'],
  'node:sqlite': ['issuer/store/'],
  pg: ['issuer/store/'],
  undici: ['adapters/http.ts'],
  graphql: ['schema/', 'server/'],
  '@pothos/*': ['schema/', 'server/'],
  '@apollo/subgraph': ['schema/', 'server/'],
  'node:http': ['server/'],
  'node:https': ['server/'],
  'node:http2': ['server/'],
  [ENVIRONMENT]: ['server/config.ts'],
  [COMPUTED]: [],
};

/** Every import of the file that the rules refuse, as a sentence. */
export function importProblems(file: ProjectFile): readonly string[] {
  const at = Object.keys(ALLOWED).find((prefix) => file.path.startsWith(prefix));
  const allowance = at === undefined ? undefined : ALLOWED[at];
  if (allowance === undefined) return [`${file.path} stands in no folder that has a rule`];
  return readImports(file)
    .filter((specifier) => !isAllowed(file.path, specifier, allowance))
    .map((specifier) => `${file.path} may not name ${specifier}`);
}

function isAllowed(path: string, specifier: string, { folders, packages }: Allowance): boolean {
  if (/^[./]/.test(specifier)) return isAllowedFile(path, specifier, folders);
  const name = isBuiltin(specifier) ? `node:${specifier.replace(/^node:/, '')}` : specifier;
  const door = Object.keys(DOORS).find((pattern) => matches(pattern, name));
  if (door !== undefined && !DOORS[door]?.some((place) => path.startsWith(place))) return false;
  if (name === ENVIRONMENT || packages === 'any') return true;
  return packages.some((pattern) => matches(pattern, name));
}

function isAllowedFile(path: string, specifier: string, folders: readonly string[]): boolean {
  const target = posix.join(posix.dirname(path), specifier);
  const folder = target.split('/')[0] ?? '';
  return folder === path.split('/')[0] || folders.includes(folder);
}

function matches(pattern: string, name: string): boolean {
  if (pattern.endsWith('*')) return name.startsWith(pattern.slice(0, -1));
  return name === pattern || name.startsWith(`${pattern}/`);
}
