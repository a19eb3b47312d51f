import { createSecretKey } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { identify } from '../../adapters/exchange/identify.ts';
import { decodeOutcome, encodeOutcome, type Outcome } from '../../adapters/exchange/outcome.ts';
import { seal, unseal } from '../../adapters/exchange/seal.ts';
import {
  InvalidInputError,
  InvalidRefreshTokenError,
  IssuerRejectedError,
  IssuerUnavailableError,
  RateLimitedError,
  UnauthenticatedError,
} from '../../domain/refreshError.ts';
import { secret } from '../../domain/secret.ts';
import { FACTS, grant, ROOT_KEY, T0 } from './exchangeFixture.ts';

const idOf = (token: string, more: object = {}, issuerId = 'oauth2:x', key = ROOT_KEY) =>
  identify(key, issuerId, { refreshToken: secret(token), ...more });

describe('the name of a credential', () => {
  it('is the same for the same values, and another for any other', () => {
    const base = idOf('t', { scope: ['a', 'b'], projectId: 'p' });
    const same = idOf('t', { projectId: 'p', scope: ['b', 'a'], site: undefined });
    expect([same.key, same.binding]).toEqual([base.key, base.binding]);
    expect(same.sealingKey.equals(base.sealingKey)).toBe(true);
    for (const other of [
      { scope: ['a'], projectId: 'p' },
      { scope: ['a', 'b'], projectId: 'q' },
      {},
    ]) {
      expect(idOf('t', other).key).toBe(base.key);
      expect(idOf('t', other).binding).not.toBe(base.binding);
    }
    const otherKey = createSecretKey(Buffer.alloc(32, 9));
    for (const other of [
      idOf('u'),
      idOf('t', {}, 'oauth2:y'),
      idOf('t', {}, 'oauth2:x', otherKey),
    ]) {
      expect(other.key).not.toBe(base.key);
      expect(other.sealingKey.equals(base.sealingKey)).toBe(false);
    }
  });

  it('tells secrets apart, which all look the same as JSON', () => {
    const [a, b] = ['a', 'b'].map((value) => idOf('t', { password: secret(value) }));
    expect(a!.binding).not.toBe(b!.binding);
  });
});

describe('a sealed reply', () => {
  it('opens with its own token and binding only', () => {
    const [own, other] = [idOf('t', { scope: 'a' }), idOf('u', { scope: 'a' })];
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const sealed = seal(own, own.sealingKey, text);
        expect(unseal(own, own.sealingKey, sealed)).toBe(text);
        expect(unseal(own, other.sealingKey, sealed)).toBeNull();
        expect(unseal(idOf('t', { scope: 'b' }), own.sealingKey, sealed)).toBeNull();
      }),
    );
  });

  it('does not open once a single bit has changed or a byte is missing', () => {
    const id = idOf('t');
    const sealed = seal(id, id.sealingKey, 'reply');
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const changed = Uint8Array.from(sealed);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      expect(unseal(id, id.sealingKey, changed)).toBeNull();
    }
    for (let length = 0; length < sealed.length; length += 1) {
      expect(unseal(id, id.sealingKey, sealed.subarray(0, length))).toBeNull();
    }
  });
});

const visible = (outcome: Outcome) => JSON.parse(JSON.stringify({ ...outcome, cause: undefined }));

describe('a kept outcome', () => {
  const facts = { message: 'A sentence.', retryable: true, reauthenticate: false };
  const outcomes: Outcome[] = [
    grant('t'),
    grant('t', { scope: null, userId: 'u', refreshTokenExpiresAt: T0, rotated: false }),
    {
      ...{ kind: 'Session', issuer: FACTS, id: 's', createdAt: T0, projectId: 'p', userId: 'u' },
      ...{ accessToken: secret('at'), accessTokenExpiresAt: T0 },
      ...{ refreshToken: secret('rt'), refreshTokenExpiresAt: T0 + 1, rotated: true },
    },
    new InvalidRefreshTokenError('TOKEN_REUSED', facts),
    new InvalidInputError(['input', 'oauth2', 'scope'], 'Too much.'),
    new UnauthenticatedError(facts),
    new RateLimitedError(9, facts),
    new IssuerUnavailableError('ISSUER_UNAVAILABLE', { ...facts, retryAfter: 4 }),
    new IssuerUnavailableError('OUTCOME_UNKNOWN'),
    new IssuerRejectedError({ ...facts, upstreamStatus: 403, upstreamCode: 'forbidden' }),
  ];

  it.each(outcomes.map((outcome) => [JSON.parse(encodeOutcome(outcome)), outcome] as const))(
    'comes back whole: %o',
    (encoded, outcome) => {
      const decoded = decodeOutcome(JSON.stringify(encoded), FACTS);
      expect(decoded?.constructor).toBe(outcome.constructor);
      expect(JSON.parse(encodeOutcome(decoded!))).toEqual(encoded);
      expect(visible(decoded!)).toEqual(visible(outcome));
    },
  );

  it('of a program that knows more is not guessed at', () => {
    expect(decodeOutcome('{"kind":"Other"}', FACTS)).toBeNull();
    expect(decodeOutcome('{"kind":"Refusal","code":"NEW","facts":{}}', FACTS)).toBeNull();
    const facts = '{"message":"","retryable":true,"reauthenticate":true}';
    expect(decodeOutcome(`{"kind":"Refusal","code":"NEW","facts":${facts}}`, FACTS)).toBeNull();
  });
});
