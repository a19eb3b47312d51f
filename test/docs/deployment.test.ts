import { execFile } from 'node:child_process';
import { cpSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../server/config.ts';
import { PRODUCTION } from '../support/production.ts';
import { startProgram } from '../support/startProgram.ts';
import { tempDir } from '../support/tempDir.ts';

const ROOT = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

const dockerfile = read('examples/deployment/Dockerfile');
const unit = read('examples/deployment/refreshql.service');
const start: string = JSON.parse(read('package.json')).scripts.start.replace(/^exec /, '');

/** The words of an instruction of the Dockerfile that is written as JSON. */
const words = (instruction: string): string[] =>
  JSON.parse(new RegExp(`^\\s*${instruction} (\\[.*\\])$`, 'm').exec(dockerfile)?.[1] ?? '[]');

describe('the files of examples/deployment', () => {
  it('start what npm start starts, and no npm', () => {
    expect(words('ENTRYPOINT').join(' ')).toBe(start);
    const [, started = ''] = /^ExecStart=(.*)$/m.exec(unit) ?? [];
    expect(started).toBe(`/usr/bin/${start} --config /etc/refreshql/config.json`);
  });

  it('make an image that has all the program needs, and knows whether it is ready', async () => {
    await using image = await tempDir();
    const copied = [...dockerfile.matchAll(/^COPY (.+) \S+$/gm)].flatMap(([, from]) =>
      from!.split(' '),
    );
    for (const path of copied)
      cpSync(join(ROOT, path), join(image.path, path), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules'), join(image.path, 'node_modules'));

    const bin = join(image.path, words('ENTRYPOINT').at(-1)!);
    await using program = await startProgram([], PRODUCTION, image.path, [], bin);
    const [, ...check] = words('CMD');
    const env = { PORT: new URL(program.url).port };
    const healthy = () => promisify(execFile)(process.execPath, check, { env });
    await healthy();
    expect(await program.stop()).toBe(0);
    await expect(healthy()).rejects.toMatchObject({ code: 1 });
  });
});

describe('docs/deployment.md', () => {
  it('shows a configuration that is good for production, once its files are there', () => {
    const [, json = ''] = /```json\n(.*?)```/s.exec(read('docs/deployment.md')) ?? [];
    const { ROOT_SECRET, GATEWAY_KEY: SERVICE_KEY } = PRODUCTION;
    const SIGNING_KEYS = JSON.stringify({ keys: [{ kty: 'OKP' }] });
    const env = { ...JSON.parse(json), ROOT_SECRET, SIGNING_KEYS, SERVICE_KEY };
    const config = { mode: 'production', issuerUrl: 'https://auth.example' };
    expect(loadConfig({ env, directory: ROOT })).toMatchObject({ ok: true, config });
  });
});
