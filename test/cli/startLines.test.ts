import { describe, expect, it } from 'vitest';
import { startLines } from '../../server/startLines.ts';
import { loaded, PRODUCTION } from '../server/configSupport.ts';

const URL_HERE = 'http://127.0.0.1:4000';
const lines = (env: Record<string, string>) => startLines(loaded(env), URL_HERE, false);
const lineOf = (env: Record<string, string>, start: string) =>
  lines(env)
    .split('\n')
    .filter((line) => line.trimStart().startsWith(start));

describe('the lines at the start', () => {
  it('name the keys where the rest of the world finds them', () => {
    expect(lineOf(PRODUCTION, 'Issuer')).toEqual([
      '  Issuer     https://auth.example.org, EdDSA access tokens; keys at https://auth.example.org/.well-known/jwks.json',
    ]);
    expect(lineOf({}, 'Issuer')[0]).toContain(`keys at ${URL_HERE}/.well-known/jwks.json`);
  });

  it('promise no keys where none are published', () => {
    expect(lineOf({ SIGNING_ALG: 'HS256' }, 'Issuer')).toEqual([
      `  Issuer     ${URL_HERE}, HS256 access tokens`,
    ]);
  });

  it('warn in production, and only there, where nobody has said what the tokens are to say', () => {
    const { ISSUER_URL: _, ...unnamed } = PRODUCTION;
    const warning = `  Warning    ISSUER_URL is not set: tokens say ${URL_HERE}.`;
    expect(lineOf(unnamed, 'Warning')).toEqual([warning]);
    expect(lineOf(PRODUCTION, 'Warning')).toEqual([]);
    expect(lineOf({}, 'Warning')).toEqual([]);
  });
});
