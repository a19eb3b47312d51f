import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { secret } from '../../domain/secret.ts';
import { plainNames } from '../../server/log/plainNames.ts';
import { createScrub, scrub } from '../../server/log/scrub.ts';
import { loaded } from './configSupport.ts';

describe('scrubbing', () => {
  it.each([
    'eyJhbGciOiJIUzI1NiJ9.e30.c2ln',
    'eyJhbGciOiJkaXIifQ..aXY.Y3Q.dGFn',
    'rt_CANARY_0123456789abcdef',
    'deadbeefdeadbeefdeadbeefdeadbeef',
    'k3P+z/9aQ1Lw8R+4tVb8N/sJ1cYd6HfG3aEu==',
    '1//0gV7dQx3mZkT9bLpC4eRw',
    'k3PzQ9aL1wRt8Vb/N5sJ1cYd6HfG3aE/u7Qm2ZxC4vBn0Kp',
    '0b9c1f5e-6f0d-4d5e-9b0a-3f1f6f2b7c11x',
    'abc%2Fdef%2Bghi%3Djkl%3D',
  ])('takes %s out', (token) => {
    expect(scrub(`before ${token} after`)).toBe('before [scrubbed] after');
  });

  it.each([
    '0b9c1f5e-6f0d-4d5e-9b0a-3f1f6f2b7c11',
    'getaddrinfo ENOTFOUND testnet.walletkit.com',
    "ENOENT: no such file or directory, open '/var/lib/refreshql/keys.json'",
    'connect ECONNREFUSED 127.0.0.1:5432',
    '2026-01-01T00:00:00.000Z',
  ])('leaves %s', (text) => {
    expect(scrub(text)).toBe(text);
  });

  it('leaves the names of our own files, and no token that hangs on one', () => {
    const file = join(import.meta.dirname, '../../adapters/oauth2/clientAuth.ts');
    expect(scrub(`Cannot find module '${file}'`)).toBe(`Cannot find module '${file}'`);
    const root = join(import.meta.dirname, '../..');
    const token = 'k3P9aQ1Lw8R4tVb8NsJ1cYd6HfG3aEu';
    expect(scrub(`${root}/${token}`)).not.toContain(token);
  });

  it('takes the user out of an address', () => {
    expect(scrub('postgres://app:pw@db.example.org/x')).toBe(
      'postgres://[scrubbed]@db.example.org/x',
    );
  });

  it.each(['refreshql_migrations', 'session_events_by_session', 'generation_expires_at'])(
    'leaves our own name %s, alone and not within a longer run',
    (name) => {
      expect(scrub(`permission denied for table ${name}`)).toContain(name);
      expect(scrub(`relation "${name}" does not exist`)).toContain(`"${name}"`);
      for (const run of [`${name}_canary`, `canary${name}`, `canary/${name}`])
        expect(scrub(`x ${run} y`)).toBe('x [scrubbed] y');
    },
  );
});

describe('the names of a deployment', () => {
  const store = 'postgres://refreshql_in_production:CANARY-0123456789-abcdef@';
  const names = plainNames(
    loaded({
      DATABASE_URL: `${store}refreshql-primary-database.internal.example:5432/refreshql_of_europe_west`,
      DATA_DIR: '/srv/Refreshql1-of-europe-west',
    }),
  );
  const hide = createScrub(names);

  it.each([
    'database "refreshql_of_europe_west" does not exist',
    'role "refreshql_in_production" does not exist',
    'getaddrinfo ENOTFOUND refreshql-primary-database.internal.example',
    'no entry for host "10.0.0.1", user "refreshql_in_production", database "refreshql_of_europe_west"',
    "EACCES: permission denied, mkdir '/srv/Refreshql1-of-europe-west'",
    "EACCES: permission denied, open '/srv/Refreshql1-of-europe-west/root-secret'",
  ])('are told in %s', (text) => {
    expect(hide(text)).toBe(text);
    expect(scrub(text)).toContain('[scrubbed]');
  });

  it('are no cover for what stands beside them', () => {
    expect(hide(`${store}refreshql-primary-database.internal.example:5432/x`)).toBe(
      'postgres://[scrubbed]@refreshql-primary-database.internal.example:5432/x',
    );
    const token = 'k3P9aQ1Lw8R4tVb8NsJ1cYd6HfG3aEu';
    for (const name of names) {
      for (const text of [
        `${name}${token}`,
        `${token}${name}`,
        `${name}/${token}`,
        `${name}.${token}`,
      ])
        expect(hide(`x ${text} y`)).not.toContain(token);
    }
  });

  it('let no credentials through that they stand in the middle of', () => {
    const address = 'connect failed: https://client:hunter2secret@idp.example/token';
    for (const DATABASE_URL of [
      'sqlite:/refreshql.db',
      'postgres://db.example/eyJhbGciOiJIUzI1NiJ9',
    ]) {
      const hideHere = createScrub(plainNames(loaded({ DATABASE_URL, DATA_DIR: '/' })));
      expect(hideHere(address)).not.toContain('hunter2');
      expect(hideHere('got eyJhbGciOiJIUzI1NiJ9..aXY.Y3Q.dGFn')).not.toContain('Y3Q');
    }
  });

  it('hold nothing of a password that was not written as one', () => {
    for (const DATABASE_URL of [
      'postgres://u/x:hunter2@h.example/d',
      'postgres://CORRECT-HORSE-BATTERY:correct-horse-battery@h.example/d',
    ]) {
      expect(plainNames({ ...loaded({}), databaseUrl: secret(DATABASE_URL) }).join()).not.toMatch(
        /hunter2|correct-horse/i,
      );
    }
  });

  it('are told whether a directory was given with a slash at its end or not', () => {
    const directory = '/srv/Refreshql1-of-europe-west';
    const text = `EACCES: permission denied, mkdir '${directory}/keys'`;
    expect(createScrub(plainNames(loaded({ DATA_DIR: `${directory}/` })))(text)).toBe(text);
  });

  it('never hold the password, nor what it is a part of or made of', () => {
    const password = 'CANARY-0123456789-abcdef';
    for (const user of [password, `app-${password}`, password.slice(0, -1)]) {
      const url = `postgres://${user}:${password}@db.example/${password}?password=${password}`;
      expect(plainNames(loaded({ DATABASE_URL: url }))).not.toContainEqual(
        expect.stringContaining(password.slice(0, -1)),
      );
    }
    const encoded = 'postgres://CANARY%2F0123456789-abcdef:CANARY%2F0123456789-abcdef@db.example/x';
    expect(plainNames(loaded({ DATABASE_URL: encoded })).join()).not.toContain('CANARY');
    const asked = 'postgres://CANARY-0123456789-abcdef@h/x?password=CANARY-0123456789-abcdef';
    expect(plainNames(loaded({ DATABASE_URL: asked })).join()).not.toContain('CANARY');
    const called = 'postgres://app:9-9@h/refreshql_of_europe?application_name=refreshql';
    expect(plainNames(loaded({ DATABASE_URL: called }))).toContain('refreshql_of_europe');
  });

  it('are the same of a file as of a database', () => {
    const config = loaded({
      DATABASE_URL: 'sqlite:/var/lib/Sessions2-of-europe-west/refreshql.db',
    });
    const text =
      "EACCES: permission denied, access '/var/lib/Sessions2-of-europe-west/refreshql.db'";
    expect(createScrub(plainNames(config))(text)).toBe(text);
    expect(plainNames(loaded({ DATABASE_URL: 'memory:' }))).not.toContain('');
  });
});
