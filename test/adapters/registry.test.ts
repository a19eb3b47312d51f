import { describe, expect, it } from 'vitest';
import { createNativeFamily } from '../../adapters/nativeFamily.ts';
import { createRegistry } from '../../adapters/registry.ts';
import type { Issuer, IssuerFacts, IssuerFamily } from '../../domain/issuer.ts';
import { InvalidInputError } from '../../domain/refreshError.ts';
import { secret } from '../../domain/secret.ts';

function issuer(id: string): Issuer {
  const facts: IssuerFacts = {
    id,
    kind: 'NATIVE',
    displayName: id,
    rotates: true,
    revokes: true,
    idempotent: false,
    jwksUri: null,
  };
  const never = () => Promise.reject(new Error('not called'));
  return { facts, refresh: never, revoke: never };
}

function family(field: string, ids: string[]): IssuerFamily {
  const issuers = ids.map(issuer);
  return {
    field,
    issuers,
    select(input) {
      if (input === 'bad') return new InvalidInputError([field, 'part'], 'The part is bad.');
      return { issuer: issuers[0]!, credential: { refreshToken: secret(String(input)) } };
    },
  };
}

const families = [createNativeFamily(issuer('native')), family('walletKit', ['wk-1', 'wk-2'])];
const registry = createRegistry(families);
const refused = { code: 'INVALID_INPUT', field: ['input'] };

describe('the registry', () => {
  it('lists the issuers of all families in their order', () => {
    expect(registry.issuers.map(({ id }) => id)).toEqual(['native', 'wk-1', 'wk-2']);
  });

  it('picks the family of the one member that is set', () => {
    const input = { native: { refreshToken: 'rt' }, walletKit: null };
    const selection = registry.select(input);
    expect(selection).toMatchObject({ issuer: { facts: { id: 'native' } } });
    if ('credential' in selection) expect(selection.credential.refreshToken.reveal()).toBe('rt');
  });

  it('takes inputs without a prototype, as graphql-js makes them', () => {
    const native = Object.assign(Object.create(null), { refreshToken: 'rt' });
    const input = Object.assign(Object.create(null), { native });
    expect(registry.select(input)).toMatchObject({ issuer: { facts: { id: 'native' } } });
  });

  it('puts `input` before the field of a refusal and keeps its sentence', () => {
    expect(registry.select({ walletKit: 'bad' })).toMatchObject({
      field: ['input', 'walletKit', 'part'],
      message: 'The part is bad.',
    });
  });

  it.each([
    ['nothing', {}],
    ['only null', { native: null, walletKit: undefined }],
    ['two members', { native: { refreshToken: 'a' }, walletKit: 'b' }],
    ['an unknown member', { CANARY: { refreshToken: 'CANARY' } }],
    ['a known beside an unknown member', { native: { refreshToken: 'a' }, CANARY: 1 }],
    ['a member of the prototype', Object.create({ native: { refreshToken: 'a' } })],
    ['`__proto__`', JSON.parse('{"__proto__": {"refreshToken": "CANARY"}}')],
    ['`constructor`', { constructor: { refreshToken: 'CANARY' } }],
    ['an array', [{ refreshToken: 'a' }]],
    ['a string', 'native'],
    ['null', null],
    ['undefined', undefined],
  ])('refuses %s and repeats nothing of it', (_title, input) => {
    const refusal = registry.select(input);
    expect(refusal).toMatchObject(refused);
    expect(refusal).toMatchObject({ message: expect.stringMatching(/native, walletKit/) });
    expect(JSON.stringify(refusal)).not.toContain('CANARY');
  });

  it('does not start with two families or two issuers of one name', () => {
    const a = family('a', ['x']);
    expect(() => createRegistry([a, a])).toThrow(TypeError);
    expect(() => createRegistry([a, family('b', ['x'])])).toThrow(TypeError);
  });
});

describe('the native member', () => {
  it.each([
    ['', 'empty'],
    ['x'.repeat(8_193), 'at most 8192 characters'],
    [7, 'not of the expected type'],
    [undefined, 'missing'],
  ])('refuses %s for a refresh token', (refreshToken, sentence) => {
    expect(registry.select({ native: { refreshToken } })).toMatchObject({
      field: ['input', 'native', 'refreshToken'],
      message: expect.stringContaining(sentence),
    });
  });

  it('takes a refresh token of 8192 characters', () => {
    const selection = registry.select({ native: { refreshToken: 'x'.repeat(8_192) } });
    expect(selection).toHaveProperty('credential');
  });
});
