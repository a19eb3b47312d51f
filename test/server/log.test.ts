import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Event } from '../../domain/events.ts';
import { InvalidRefreshTokenError } from '../../domain/refreshError.ts';
import { REFRESH_ERRORS, type RefreshErrorCode } from '../../domain/refreshErrorCode.ts';
import { createLog, logEvents } from '../../server/log.ts';
import { memoryLog } from './logSupport.ts';

const CORRELATION_ID = '0b9c1f5e-6f0d-4d5e-9b0a-3f1f6f2b7c11';
const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl';

const operation = (outcome: 'OK' | RefreshErrorCode, cause?: unknown): Event => ({
  type: 'token.refresh',
  at: 0,
  correlationId: CORRELATION_ID,
  issuerId: 'walletkit-testnet',
  outcome,
  durationMs: 1.23456,
  cause,
});

const defect = (cause: unknown): Event => ({
  type: 'defect',
  at: 0,
  correlationId: CORRELATION_ID,
  operation: 'refreshToken',
  cause,
});

describe('the log', () => {
  it('keeps listed fields only, and no objects in them', () => {
    const { log, lines } = memoryLog();
    log.info(
      { status: 200, headers: { authorization: JWT }, body: JWT, url: { token: JWT }, count: 3 },
      'served',
    );
    expect(lines()).toEqual([
      { level: 'info', time: expect.any(String), status: 200, count: 3, msg: 'served' },
    ]);
  });

  it('leaves the fields that it was handed as they are', () => {
    const { log, lines } = memoryLog();
    const fields = { count: 3, correlationId: CORRELATION_ID, outcome: JWT, body: 'a', err: null };
    const before = { ...fields };
    log.info(fields, 'served');
    log.info({ count: undefined, status: null }, 'served');
    expect(fields).toEqual(before);
    expect(lines()[0]).toMatchObject({ count: 3, correlationId: CORRELATION_ID });
    expect(lines()[0]).toMatchObject({ outcome: '[scrubbed]' });
    expect(lines()[0]).not.toHaveProperty('body');
    expect(lines()[1]).toEqual(expect.objectContaining({ status: null, msg: 'served' }));
  });

  it('scrubs messages, and errors logged without any', () => {
    const { log, text, lines } = memoryLog();
    log.warn(`refused ${JWT}`);
    log.warn(new Error(`refused ${JWT}`));
    log.warn({ err: new Error(`refused ${JWT}`) });
    log.warn({ url: `http://127.0.0.1/?token=${JWT}` }, 'called with %s', JWT);
    expect(text()).not.toMatch(/eyJ|c2lnbmF0dXJl/);
    expect(lines().map(({ msg }) => msg)).toEqual([
      'refused [scrubbed]',
      'refused [scrubbed]',
      'refused [scrubbed]',
      'called with [scrubbed]',
    ]);
  });

  it('keeps of a request or response handed to it nothing at all', () => {
    const { log, text } = memoryLog();
    log.info({ method: 'POST', headers: { authorization: JWT }, socket: {}, url: '/graphql' });
    expect(text()).not.toContain('eyJ');
  });

  it('writes nothing below its level', () => {
    const { log, text } = memoryLog('silent');
    log.fatal('never');
    expect(text()).toBe('');
  });
});

describe('an event', () => {
  it('of an operation is one line', () => {
    const { log, lines } = memoryLog();
    logEvents(log)(operation('OK'));
    expect(lines()).toEqual([
      {
        level: 'info',
        time: expect.any(String),
        correlationId: CORRELATION_ID,
        issuer: 'walletkit-testnet',
        outcome: 'OK',
        durationMs: 1.23,
        msg: 'token.refresh',
      },
    ]);
  });

  it('of a session names the session and its user', () => {
    const { log, lines } = memoryLog();
    const sessionId = 'V1StGXR8_Z5jdHi6B-myTQ';
    const at = { at: 0, correlationId: CORRELATION_ID, sessionId, userId: 'user-1' };
    logEvents(log)({ type: 'session.refreshed', ...at });
    logEvents(log)({ type: 'session.reused', ...at });
    expect(lines()).toMatchObject([
      { level: 'info', msg: 'session.refreshed', sessionId, userId: 'user-1' },
      { level: 'warn', msg: 'session.reused' },
    ]);
  });

  it('is a warning when an issuer is down or a token was reused, and an error when it is a defect', () => {
    const { log, lines } = memoryLog();
    for (const code of Object.keys(REFRESH_ERRORS))
      logEvents(log)(operation(code as RefreshErrorCode));
    logEvents(log)(defect(new TypeError('oops')));
    const loud = lines().filter(({ level }) => level !== 'info');
    expect(loud.map(({ level, outcome, operation: of }) => [level, outcome ?? of])).toEqual([
      ['warn', 'TOKEN_REUSED'],
      ['warn', 'ISSUER_UNAVAILABLE'],
      ['warn', 'OUTCOME_UNKNOWN'],
      ['error', 'refreshToken'],
    ]);
  });

  it('of a rate limit names the limit, and its failure is a warning', () => {
    const { log, lines } = memoryLog();
    const emit = logEvents(log);
    emit({ type: 'limit.reached', at: 0, correlationId: CORRELATION_ID, limit: 'perAddress' });
    const cause = new Error(`gone with ${JWT}`);
    emit({ type: 'limit.failed', at: 0, correlationId: null, cause });
    expect(lines()).toMatchObject([
      { level: 'info', msg: 'limit.reached', limit: 'perAddress', correlationId: CORRELATION_ID },
      { level: 'warn', msg: 'limit.failed', err: { message: 'gone with [scrubbed]' } },
    ]);
  });

  it('is dropped when the log cannot be written', () => {
    const broken = () => {
      throw new Error('disk full');
    };
    const log = createLog({ level: 'info', destination: { write: broken } });
    expect(() => log.info('direct')).toThrow('disk full');
    expect(() => logEvents(log)(operation('OK'))).not.toThrow();
  });
});

describe('a cause', () => {
  it('keeps its name, code, message, inner causes, and places in our own files', () => {
    const { log, lines } = memoryLog();
    const inner = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:443'), {
      code: 'UND_ERR_CONNECT_TIMEOUT',
      token: JWT,
    });
    logEvents(log)(defect(new TypeError('fetch failed', { cause: inner })));
    const [{ err }] = lines() as [{ err: { stack: string[] } }];
    expect(err).toMatchObject({
      name: 'TypeError',
      message: 'fetch failed',
      cause: { message: 'connect ECONNREFUSED 127.0.0.1:443', code: 'UND_ERR_CONNECT_TIMEOUT' },
    });
    expect(err.stack[0]).toMatch(/^test\/server\/log\.test\.ts:\d+:\d+$/);
    expect(err.stack.join()).not.toContain('node_modules');
  });

  it('may be a refusal, and may be anything else that can be thrown', () => {
    const { log, lines } = memoryLog();
    const cyclic: { message: string; cause?: unknown } = { message: 'round' };
    cyclic.cause = cyclic;
    const hostile = new Proxy(
      {},
      {
        get: () => {
          throw new Error(JWT);
        },
      },
    );
    const causes = [
      new InvalidRefreshTokenError('TOKEN_EXPIRED'),
      'text',
      null,
      7,
      cyclic,
      hostile,
    ];
    for (const cause of causes) logEvents(log)(defect(cause));
    expect(lines().map(({ err }) => err)).toMatchObject([
      { name: 'InvalidRefreshTokenError', code: 'TOKEN_EXPIRED' },
      { name: 'string', message: 'text' },
      { name: 'object', message: '' },
      { name: 'number', message: '' },
      { name: 'Object', message: 'round' },
      { name: 'Error', message: 'The cause could not be read.' },
    ]);
  });

  it('is cut where no token stands, so that none is left as a stump too short to notice', () => {
    const { log, text } = memoryLog();
    const message = `${'a'.repeat(1985)} opaque-0123456789-abcdefghijk`;
    logEvents(log)(defect(new Error(message)));
    expect(text()).toContain('[scrubbed]');
    expect(text()).not.toContain('opaque');
  });

  const opaque = fc.oneof(
    fc.stringMatching(/^[A-Za-z0-9_-]{20,90}$/),
    fc.stringMatching(/^[0-9a-f]{20,90}$/),
    fc.stringMatching(/^eyJ[A-Za-z0-9_-]{5,60}\.[A-Za-z0-9_-]{5,60}\.[A-Za-z0-9_-]{0,60}$/),
  );

  it('never carries a token into a line, wherever it stands', () => {
    const around = fc.constantFrom(
      '',
      ' ',
      '"',
      '=',
      ': ',
      '/',
      '\n    at ',
      '(',
      ', ',
      '.',
      'Bearer ',
    );
    fc.assert(
      fc.property(opaque, around, around, fc.nat(1200), (token, before, after, padding) => {
        const { log, text } = memoryLog();
        const message = `${'a '.repeat(padding)}x ${before}${token}${after} y`;
        const error = Object.assign(new Error(message), { name: token, code: token });
        const here = new URL(`../../${token}`, import.meta.url).href;
        const stack = Object.assign(new Error('moved'), {
          stack: `Error: ${message}\n    at ${token} (${here}:1:2)`,
        });
        const causes = [error, stack, message, { message }, new Error('outer', { cause: error })];
        for (const cause of causes) logEvents(log)(operation('OUTCOME_UNKNOWN', cause));
        expect(text()).not.toContain(token);
        expect(text()).not.toContain(token.slice(0, 20));
      }),
      {
        examples: [
          ['abcdefghijklmnopqrstuvwxyz', '', '', 0],
          ['A_B_C_D_E_F_G_H_I_J_K_1', '', '', 0],
          ['a'.repeat(3000), '', '', 0],
          [JWT, '', '', 995],
        ],
      },
    );
  });
});
