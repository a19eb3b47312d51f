import { describe, expect, it } from 'vitest';
import type { SessionGrant } from '../../domain/grant.ts';
import { grant, RETENTION, shown, T0, testExchange } from './exchangeFixture.ts';

describe('a late retry', () => {
  it('gets no spent refresh token where the newer refresh had other parameters', async () => {
    const t = testExchange();
    await t.refresh('t');
    await t.refresh("t'", { scope: 'a' });
    expect(await t.refresh('t')).toMatchObject({
      ...{ code: 'INVALID_INPUT', field: ['input'] },
      ...{ retryable: false, reauthenticate: false },
    });
    expect(t.upstream.sent).toEqual(['t', "t'"]);
  });

  it('gets no spent refresh token of a chain whose later part had other parameters', async () => {
    const t = testExchange();
    await t.refresh('t');
    await t.refresh("t'");
    await t.refresh("t''", { scope: 'a' });
    expect(shown(await t.refresh('t'))).toBe('INVALID_INPUT');
  });

  it('gets its pair where the other parameters were refused and left the token unspent', async () => {
    const t = testExchange();
    await t.refresh('t');
    t.upstream.answer = async ({ refreshToken }) =>
      grant(refreshToken.reveal(), { rotated: false });
    await t.refresh("t'", { scope: 'a' });
    expect(shown(await t.refresh('t'))).toBe("at_of_t' t'");
  });

  it('gets the newest pair of a session whose id changes with each refresh', async () => {
    const t = testExchange();
    t.upstream.answer = async (_credential, count) => session(count);
    await t.refresh('t', { sessionId: 's0' });
    await t.refresh('t1', { sessionId: 's1' });
    await t.refresh('t2', { sessionId: 's2' });
    expect(shown(await t.refresh('t', { sessionId: 's0' }))).toBe('at_of_t3 t3');
    expect(t.upstream.sent).toEqual(['t', 't1', 't2']);
  });

  it('gets the newest pair of a session whose id stays', async () => {
    const t = testExchange();
    t.upstream.answer = async (_credential, count) => ({ ...session(count), id: 's0' });
    await t.refresh('t', { sessionId: 's0' });
    await t.refresh('t1', { sessionId: 's0' });
    expect(shown(await t.refresh('t', { sessionId: 's0' }))).toBe('at_of_t2 t2');
  });
});

/** What a WalletKit network gives. */
function session(count: number): SessionGrant {
  return {
    ...grant(`t${count}`),
    ...{ kind: 'Session', id: `s${count}`, projectId: 'p', userId: 'u' },
    ...{ createdAt: T0, refreshTokenExpiresAt: T0 + RETENTION },
  };
}
