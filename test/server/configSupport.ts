import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Config, type LoadOptions, loadConfig } from '../../server/config.ts';

/** Settings that production is content with. */
export const PRODUCTION = {
  NODE_ENV: 'production',
  ISSUER_URL: 'https://auth.example.org',
  ROOT_SECRET: 'q7Xk2mPz9LwR4tVb8NsJ1cYd6HfG3aEu',
  SIGNING_KEYS: '{"keys":[{"kty":"OKP","crv":"Ed25519","x":"eA","d":"ZA"}]}',
};

/** A directory of its own, with files in it; gone at the end of the block. */
export function scratch(files: Readonly<Record<string, string>> = {}) {
  const path = mkdtempSync(join(tmpdir(), 'refreshql-config-'));
  for (const [name, body] of Object.entries(files)) writeFileSync(join(path, name), body);
  return {
    path,
    [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }),
  };
}

/** Loads from these variables alone. */
export const load = (env: Record<string, string> = {}, options: LoadOptions = {}) =>
  loadConfig({ env, directory: join(tmpdir(), 'refreshql-no-such-directory'), ...options });

/** The configuration, or a failure that names what was wrong. */
export function loaded(env: Record<string, string> = {}, options: LoadOptions = {}): Config {
  const result = load(env, options);
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.problems)}`);
  return result.config;
}

/** What is wrong, as `NAME: sentence`. */
export function problemsOf(env: Record<string, string>, options: LoadOptions = {}): string[] {
  const result = load(env, options);
  return result.ok ? [] : result.problems.map(({ name, message }) => `${name}: ${message}`);
}
