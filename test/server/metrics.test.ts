import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { OperationEvent } from '../../domain/events.ts';
import { createMetrics } from '../../server/metrics.ts';

const correlationId = '0b9c1f5e-6f0d-4d5e-9b0a-3f1f6f2b7c11';

const refresh = (issuerId: string | null, durationMs = 4): OperationEvent => ({
  type: 'token.refresh',
  at: 0,
  correlationId,
  issuerId,
  outcome: 'OK',
  durationMs,
});

describe('metrics', () => {
  it('count operations by operation, issuer and outcome, and time them in seconds', async () => {
    const { sink, render } = createMetrics();
    sink(refresh('oauth2:idp'));
    sink(refresh('oauth2:idp'));
    sink({ ...refresh(null), outcome: 'INVALID_INPUT' });
    const { body } = await render();
    expect(body).toContain(
      'refreshql_operations_total{operation="token.refresh",issuer="oauth2:idp",outcome="OK"} 2\n',
    );
    expect(body).toContain('issuer="none",outcome="INVALID_INPUT"} 1\n');
    expect(body).toContain(
      '_bucket{le="0.0025",operation="token.refresh",issuer="oauth2:idp"} 0\n',
    );
    expect(body).toContain('_bucket{le="0.005",operation="token.refresh",issuer="oauth2:idp"} 2\n');
  });

  it('count what happens to sessions from zero on, and defects', async () => {
    const { sink, render } = createMetrics();
    sink({ type: 'session.reused', at: 0, correlationId, sessionId: 's', userId: 'u' });
    sink({ type: 'defect', at: 0, correlationId, operation: 'refreshToken', cause: null });
    const { body } = await render();
    expect(body).toContain('refreshql_session_events_total{type="session.reused"} 1\n');
    expect(body).toContain('refreshql_session_events_total{type="session.revoked"} 0\n');
    expect(body).toContain('refreshql_defects_total 1\n');
  });

  it('count what the rate limits refused, by limit from zero on, and their own failures', async () => {
    const { sink, render } = createMetrics();
    sink({ type: 'limit.reached', at: 0, correlationId, limit: 'perAddress' });
    sink({ type: 'limit.failed', at: 0, correlationId: null, cause: new Error('gone') });
    const { body } = await render();
    expect(body).toContain('refreshql_rate_limited_total{limit="perAddress"} 1\n');
    expect(body).toContain('refreshql_rate_limited_total{limit="perIssuer"} 0\n');
    expect(body).toContain('refreshql_rate_limit_failures_total 1\n');
  });

  it('have no label that is made of what a caller sent', async () => {
    const { sink, render } = createMetrics();
    sink(refresh('rt_CANARY'));
    const { body } = await render();
    expect(body).toContain('issuer="other"');
    expect(body).not.toMatch(/CANARY|0b9c1f5e/);
  });

  it('take a clock that was set back', async () => {
    const { sink, render } = createMetrics();
    sink(refresh('native', -5));
    const { body } = await render();
    expect(body).toContain('_sum{operation="token.refresh",issuer="native"} 0\n');
  });

  it('are in the text format, with those of the process, in a registry of their own', async () => {
    const [one, two] = [createMetrics(), createMetrics()];
    one.sink(refresh('native'));
    const { contentType, body } = await two.render();
    expect(contentType).toMatch(/^text\/plain; version=/);
    expect(body).toMatch(/^process_cpu_seconds_total \d/m);
    expect(body).not.toContain('issuer="native"');
  });

  it('do not keep the process alive', () => {
    const url = new URL('../../server/metrics.ts', import.meta.url).href;
    const script = `const { createMetrics } = await import('${url}'); await createMetrics().render();`;
    const args = ['--input-type=module', '--eval', script];
    const { status, signal } = spawnSync(process.execPath, args, { timeout: 10_000 });
    expect({ status, signal }).toEqual({ status: 0, signal: null });
  });
});
