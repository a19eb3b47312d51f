import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { RefreshToken } from '../documents/refreshToken.ts';
import { request } from '../support/graphqlClient.ts';
import { refresh, refreshed, signIn } from '../support/nativeClient.ts';
import { startProgram } from '../support/startProgram.ts';
import { SERVICE_KEY } from '../support/startTestServer.ts';
import { tempDir } from '../support/tempDir.ts';

const env = { SERVICE_KEY };

describe('the program', () => {
  it('loses no session when it is killed at any moment and started again', async () => {
    await using dir = await tempDir();
    const issuer = { ...env, ISSUER_URL: 'http://127.0.0.1:4000' };
    const held: string[] = [];
    {
      await using first = await startProgram([], issuer, dir.path);
      for (let user = 0; user < 20; user += 1) {
        held.push((await signIn(first.url, `user-${user}`)).refreshToken);
      }
      // Some replies arrive, some are lost with the process.
      const inFlight = held.map(async (token, user) => {
        held[user] = (await refreshed(first.url, token)).refreshToken;
      });
      await Promise.any(inFlight);
      await first.stop('SIGKILL');
      await Promise.allSettled(inFlight);
    }
    await using second = await startProgram([], issuer, dir.path);
    const results = await Promise.all(held.map((token) => refresh(second.url, token)));
    expect(results.map((result) => result.__typename)).toEqual(held.map(() => 'Token'));
  });

  it('goes on with the tokens of a system with libsodium on one without', async () => {
    await using dir = await tempDir();
    const issuer = { ...env, ISSUER_URL: 'http://127.0.0.1:4000' };
    const first = await startProgram([], issuer, dir.path);
    const { refreshToken } = await signIn(first.url);
    await first.stop();
    const NODE_OPTIONS = `--import ${join(import.meta.dirname, '../support/noAddon.ts')}`;
    await using second = await startProgram([], { ...issuer, NODE_OPTIONS }, dir.path);
    const { accessToken } = await refreshed(second.url, refreshToken);
    const keys = createRemoteJWKSet(new URL(`${second.url}/.well-known/jwks.json`));
    const { payload } = await jwtVerify(accessToken, keys, { issuer: issuer.ISSUER_URL });
    expect(payload.sub).toBe('user-1');
  });

  it('keeps its generated secrets for its owner only', async () => {
    await using dir = await tempDir();
    await using program = await startProgram([], {}, dir.path);
    const data = join(dir.path, 'data');
    for (const name of await readdir(data)) {
      expect([name, (await stat(join(data, name))).mode & 0o077]).toEqual([name, 0]);
    }
    expect(program.output()).toContain('Only for development');
  });

  it('serves both WalletKit networks by itself in the sandbox', async () => {
    await using dir = await tempDir();
    await using program = await startProgram(['--sandbox'], env, dir.path);
    const page = await fetch(`${program.url}/graphql`, { headers: { accept: 'text/html' } });
    const tabs = [...(await page.text()).matchAll(/"variables":"((?:[^"\\]|\\.)*)"/g)]
      .map(([, json]) => JSON.parse(JSON.parse(`"${json}"`)))
      .slice(0, 3);
    const results = await Promise.all(
      tabs.map((variables) => request(program.url, RefreshToken, variables)),
    );
    expect(
      results.map(({ refreshToken: result }) => 'issuer' in result && result.issuer.id),
    ).toEqual(['native', 'walletkit-testnet', 'walletkit-mainnet']);
  });

  it('ends by SIGTERM with exit code 0', async () => {
    await using dir = await tempDir();
    await using program = await startProgram([], env, dir.path);
    expect(await program.stop('SIGTERM')).toBe(0);
  });

  it('refuses to start in production without secrets, naming each one', async () => {
    await using dir = await tempDir();
    const start = startProgram([], { NODE_ENV: 'production' }, dir.path);
    await expect(start).rejects.toThrow(/ROOT_SECRET: .*\n.*SIGNING_KEYS: /s);
  });
});
