import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../server/config.ts';
import { openKeys } from '../../server/openKeys.ts';
import { T0 } from '../issuer/issuerFixture.ts';
import { generateJwkSet } from '../issuer/jwkSets.ts';
import { startTestServer } from '../support/startTestServer.ts';
import { tempDir } from '../support/tempDir.ts';
import { keyDir } from './keyDir.ts';

describe('a running server', () => {
  it('publishes a key that was added to its files, and says so', async () => {
    await using dir = await keyDir();
    await using it = await startTestServer({ dataDir: dir.path });
    const published = async () => {
      const response = await fetch(`${it.url}/.well-known/jwks.json`);
      return ((await response.json()) as { keys: object[] }).keys;
    };
    expect(await published()).toHaveLength(1);
    await dir.rotateSigning(it.clock.now());
    await it.server.app.reloadKeys();
    await it.server.app.reloadKeys();
    expect(await published()).toHaveLength(2);
    for (const key of await published()) expect(key).not.toHaveProperty('d');
    expect(it.events.filter(({ type }) => type === 'keys.changed')).toHaveLength(1);
  });

  it('keeps its keys when the file is damaged, says so, counts it, and goes on when it is mended', async () => {
    await using dir = await keyDir();
    await using it = await startTestServer({ dataDir: dir.path });
    const text = await readFile(dir.signing, 'utf8');
    await writeFile(dir.signing, text.slice(0, 40));
    await it.server.app.reloadKeys();
    const [refused] = it.events.filter(({ type }) => type === 'keys.refused');
    expect(refused).toMatchObject({ cause: { message: 'The signing keys are not valid JSON.' } });
    const metrics = await (await fetch(`${it.url}/metrics`)).text();
    expect(metrics).toMatch(/^refreshql_keys_refused_total 1$/m);
    await writeFile(dir.signing, text);
    await dir.rotateSigning(it.clock.now());
    await it.server.app.reloadKeys();
    expect(it.server.app.native.jwks(it.clock.now()).keys).toHaveLength(2);
  });
});

describe('keys that the configuration names by file', () => {
  it('are followed too, and files that have gone wrong change nothing', async () => {
    await using dir = await tempDir();
    const [keys, root] = [join(dir.path, 'keys.json'), join(dir.path, 'root')];
    const first = JSON.parse(await generateJwkSet('EdDSA')).keys;
    await writeFile(keys, JSON.stringify({ keys: first }));
    await writeFile(root, 'abcdefgh'.repeat(5));
    const env = { SIGNING_KEYS: keys, ROOT_SECRET: `file:${root}`, DATA_DIR: dir.path };
    const loaded = loadConfig({ env, directory: dir.path });
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
    const events: { type: string; cause?: unknown }[] = [];
    const running = await openKeys({
      config: loaded.config,
      now: () => T0,
      emit: (event) => events.push(event),
      secretFiles: loaded.secretFiles,
    });
    const [next] = JSON.parse(await generateJwkSet('EdDSA')).keys;
    await writeFile(keys, JSON.stringify({ keys: [{ ...next, nbf: T0 / 1000 + 900 }, ...first] }));
    await running.reload();
    expect(running.signingKeys.jwks(T0).keys).toHaveLength(2);
    await running.reload();
    await writeFile(root, 'short');
    await running.reload();
    await rm(keys);
    await running.reload();
    running.close();
    expect(events.map(({ type }) => type)).toEqual([
      'keys.changed',
      'keys.refused',
      'keys.refused',
    ]);
    expect(String(events[1]?.cause)).toMatch(/32 bytes/);
  });
});
