import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { describe, expect, it } from 'vitest';
import { importProblems } from './importPolicy.ts';
import { isModule, projectFiles, sourceModules } from './projectFiles.ts';
import { readImports } from './readImports.ts';

describe('every module', () => {
  it('imports only what its folder may import', () => {
    const modules = sourceModules();
    expect(modules.length).toBeGreaterThan(20);
    expect(modules.flatMap(importProblems)).toEqual([]);
  });

  it('of the program needs no package that npm installs for development only', () => {
    const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
    const { dependencies, optionalDependencies } = JSON.parse(text);
    const installed = { ...dependencies, ...optionalDependencies };
    const missing = sourceModules()
      .flatMap(readImports)
      .filter((name) => /^[a-z@]/.test(name) && !isBuiltin(name) && name !== 'process.env')
      .map((name) => /^(?:@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name)
      .filter((name) => !Object.hasOwn(installed, name));
    expect([...new Set(missing)]).toEqual([]);
  });

  it('outside tests stands apart from them', () => {
    const others = projectFiles('bench').filter(isModule);
    const tests = [...sourceModules(), ...others].filter((file) =>
      readImports(file).some((name) => /^\..*\/test\//.test(name) || name.startsWith('vitest')),
    );
    expect(tests.map(({ path }) => path)).toEqual([]);
  });
});

describe('a rule', () => {
  it.each([
    ['domain/a.ts', `import { z } from 'zod'`, 'zod'],
    ['domain/a.ts', `import type { X } from '../issuer/x.ts'`, '../issuer/x.ts'],
    ['domain/a.ts', `import 'node:fs'`, 'node:fs'],
    ['resolvers/a.ts', `export { x } from '../adapters/x.ts'`, '../adapters/x.ts'],
    ['resolvers/a.ts', `export * from '../schema/x.ts'`, '../schema/x.ts'],
    ['resolvers/a.ts', `import type { GraphQLError } from 'graphql'`, 'graphql'],
    ['resolvers/deep/a.ts', `import x from '../../server/x.ts'`, '../../server/x.ts'],
    ['issuer/a.ts', `const { x } = await import('../adapters/x.ts')`, '../adapters/x.ts'],
    ['issuer/a.ts', 'const x = await import(`../server/x.ts`)', '../server/x.ts'],
    ['issuer/a.ts', `import { DatabaseSync } from 'node:sqlite'`, 'node:sqlite'],
    ['issuer/keys/a.ts', `import pg from 'pg'`, 'pg'],
    ['adapters/a.ts', `import { Pool } from 'undici'`, 'undici'],
    ['adapters/a.ts', `import { request } from 'node:https'`, 'node:https'],
    ['adapters/a.ts', `import { request } from 'http'`, 'http'],
    ['adapters/a.ts', `import x from '../issuer/x.ts'`, '../issuer/x.ts'],
    ['adapters/http.ts', `import { jwtVerify } from 'jose/jwt/verify'`, 'jose/jwt/verify'],
    ['schema/a.ts', `import x from '../server/x.ts'`, '../server/x.ts'],
    ['schema/a.ts', `type X = import('../issuer/x.ts').X`, '../issuer/x.ts'],
    ['server/a.ts', `import { jwtVerify } from 'jose'`, 'jose'],
    ['server/a.ts', `const jose = require('jose')`, 'jose'],
    ['server/a.ts', `import jose = require('jose')`, 'jose'],
    ['server/a.ts', `createRequire(import.meta.url)('pg')`, 'pg'],
    ['server/a.ts', `const load = createRequire(import.meta.url)`, '(computed)'],
    ['server/a.ts', `const x = await import(name)`, '(computed)'],
    ['server/a.ts', `process.getBuiltinModule('node:sqlite')`, 'node:sqlite'],
    ['server/a.ts', `const home = process.env.HOME`, 'process.env'],
    ['server/a.ts', `const home = process['env']['HOME']`, 'process.env'],
    ['server/a.ts', `const home = globalThis.process.env.HOME`, 'process.env'],
    ['server/a.ts', `const { env } = process`, 'process.env'],
    ['server/a.ts', `const p = process`, 'process.env'],
    ['server/a.ts', `read({ process })`, 'process.env'],
    ['server/a.ts', `const x = process[name]`, 'process.env'],
    ['server/a.ts', `import { env } from 'node:process'`, 'process.env'],
    ['server/a.ts', `import { env as e } from 'process'`, 'process.env'],
    ['server/a.ts', `import p from 'node:process'`, 'process.env'],
    ['server/a.ts', `import * as p from 'node:process'`, 'process.env'],
    ['server/config/a.ts', `const home = process.env.HOME`, 'process.env'],
  ])('refuses in %s: %s', (path, text, name) => {
    expect(importProblems({ path, text })).toContain(`${path} may not name ${name}`);
  });

  it.each([
    ['resolvers/a.ts', `import type { Call } from '../domain/call.ts'; import './b.ts'`],
    ['issuer/store/a.ts', `import { DatabaseSync } from 'node:sqlite'; import pg from 'pg'`],
    ['issuer/a.ts', `import { SignJWT } from 'jose'`],
    ['adapters/http.ts', `import { Pool } from 'undici'`],
    ['adapters/registry.ts', `import { x } from '../issuer/x.ts'`],
    ['schema/a.ts', `import { x } from '../resolvers/x.ts'; import b from '@pothos/core'`],
    ['server/a.ts', `import { x } from '../schema/x.ts'; import { pino } from 'pino'`],
    ['server/a.ts', `process.on('exit', f); process.exitCode = 1; typeof process`],
    ['server/a.ts', `import { argv } from 'node:process'; f({ process: 1 }, x.env)`],
    ['server/config.ts', `const { env } = process; f(process.env)`],
    ['bin/a.js', `import('../server/main.ts')`],
  ])('lets pass in %s: %s', (path, text) => {
    expect(importProblems({ path, text })).toEqual([]);
  });

  it('is there for every folder of the program', () => {
    expect(importProblems({ path: 'util/a.ts', text: '' })).not.toEqual([]);
  });

  it('is not passed by a file that cannot be read', () => {
    expect(() => importProblems({ path: 'domain/a.ts', text: 'import {' })).toThrow(SyntaxError);
  });
});
