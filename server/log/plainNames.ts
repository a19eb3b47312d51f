import { dirname } from 'node:path';
import type { Config } from '../config.ts';

/**
 * The names by which an operator knows a deployment again in a message: the host, the database and its user, and the
 * directories. Nothing that has anything of the password in it.
 */
export function plainNames(config: Pick<Config, 'databaseUrl' | 'dataDir' | 'host'>): string[] {
  const { databaseUrl, dataDir, host } = config;
  return [host, dataDir, ...storeNames(databaseUrl.reveal())]
    .map((name) => name.replace(/\/+$/, ''))
    .filter((name) => name !== '');
}

function storeNames(databaseUrl: string): readonly string[] {
  if (databaseUrl.startsWith('sqlite:')) {
    const file = databaseUrl.slice('sqlite:'.length);
    return [file, dirname(file)];
  }
  const url = URL.parse(databaseUrl);
  if (url === null) return [];
  const asked = [...url.searchParams].filter(([name]) => /pass/i.test(name));
  const secrets = [url.password, ...asked.map(([, value]) => value)].map(decoded);
  return (
    [url.username, url.hostname, url.pathname.slice(1)]
      .map(decoded)
      // With either in it, the address was not read as it was meant: a password with a slash in it, say.
      .filter((name) => !/[@:]/.test(name) && secrets.every((it) => !overlap(name, it)))
  );
}

function overlap(name: string, secret: string): boolean {
  const [one, other] = [name.toLowerCase(), secret.toLowerCase()];
  return other !== '' && (one.includes(other) || other.includes(one));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
