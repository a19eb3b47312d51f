import { randomUUID } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { context, SpanStatusCode, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  InMemorySpanExporter,
  SimpleSpanProcessor,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { OperationEvent } from '../../domain/events.ts';
import { createTraces } from '../../server/traces.ts';
import { refresh, refreshed, signIn } from '../support/nativeClient.ts';
import { serve } from '../support/serve.ts';
import { startTestServer } from '../support/startTestServer.ts';

const correlationId = '0b9c1f5e-6f0d-4d5e-9b0a-3f1f6f2b7c11';

const ended: OperationEvent = {
  type: 'token.refresh',
  at: 1_700_000_000_500,
  correlationId,
  issuerId: 'walletkit-testnet',
  outcome: 'OK',
  durationMs: 120,
};

const exporter = new InMemorySpanExporter();

it('are not made where no SDK is registered', () => {
  expect(createTraces()).toBeNull();
});

describe('traces', () => {
  beforeAll(() => {
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
    trace.setGlobalTracerProvider(
      new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] }),
    );
  });

  beforeEach(() => exporter.reset());

  it('show an operation as a span of its own time', () => {
    createTraces()?.(ended);
    const [span] = exporter.getFinishedSpans();
    expect(span).toMatchObject({
      name: 'token.refresh',
      startTime: [1_700_000_000, 380_000_000],
      endTime: [1_700_000_000, 500_000_000],
      attributes: {
        'refreshql.issuer': 'walletkit-testnet',
        'refreshql.outcome': 'OK',
        'refreshql.correlation_id': correlationId,
      },
      status: { code: SpanStatusCode.UNSET },
    });
  });

  it.each([
    ['ISSUER_UNAVAILABLE', SpanStatusCode.ERROR],
    ['OUTCOME_UNKNOWN', SpanStatusCode.ERROR],
    ['TOKEN_REUSED', SpanStatusCode.UNSET],
    ['ISSUER_REJECTED', SpanStatusCode.UNSET],
  ] as const)('call only what no caller is to blame for an error: %s', (outcome, code) => {
    createTraces()?.({ ...ended, outcome });
    expect(exporter.getFinishedSpans()[0]?.status.code).toBe(code);
  });

  it('tell what else happens within the span that is active, and nothing of causes and users', () => {
    const sink = createTraces();
    trace.getTracer('test').startActiveSpan('POST', (span) => {
      const at = 1_700_000_000_400;
      const cause = new Error('rt_CANARY');
      sink?.({ type: 'exchange.replayed', at, correlationId, issuerId: 'oauth2:idp', cause });
      sink?.({ type: 'session.reused', at, correlationId, sessionId: 's', userId: 'u' });
      sink?.({ type: 'limit.reached', at, correlationId, limit: 'perAddress' });
      sink?.({ type: 'keys.changed', at });
      span.end();
    });
    const told = exporter
      .getFinishedSpans()[0]
      ?.events.map(({ name, attributes }) => [name, attributes]);
    expect(told).toEqual([
      ['exchange.replayed', { 'refreshql.issuer': 'oauth2:idp' }],
      ['session.reused', {}],
      ['limit.reached', { 'refreshql.limit': 'perAddress' }],
    ]);
  });

  it('follow each of many requests through shared commits to its own operation, and hold no token', async () => {
    await using app = await startTestServer();
    using traced = await serve(instrumented(app.server.app.listener));
    const pairs = await Promise.all(users.map((user) => signIn(traced.url, user)));
    const tokens = pairs.map(({ refreshToken }) => refreshToken);
    exporter.reset();
    // Often enough for the operation to be compiled.
    for (let round = 0; round < 3; round += 1) {
      const next = await Promise.all(
        tokens.slice(-20).map((token) => refreshed(traced.url, token)),
      );
      tokens.push(...next.map(({ refreshToken }) => refreshToken));
    }
    await refresh(traced.url, 'rt_CANARY');
    const spans = exporter.getFinishedSpans();
    const requests = new Map(spans.map((span) => [span.spanContext().spanId, span]));
    const operations = spans.filter(({ name }) => name === 'token.refresh');
    expect(operations).toHaveLength(61);
    for (const { parentSpanContext, attributes } of operations) {
      const parent = requests.get(parentSpanContext?.spanId ?? '');
      expect(parent?.attributes['id']).toBe(attributes['refreshql.correlation_id']);
    }
    const told = JSON.stringify(
      spans.map(({ name, attributes, events, status }) => [name, attributes, events, status]),
    );
    expect(told).toContain('session.refreshed');
    for (const token of [...tokens, 'rt_CANARY']) expect(told).not.toContain(token);
  });
});

const users = Array.from({ length: 20 }, (_, number) => `user-${number}`);

/** As an instrumentation of node:http does it: a span that is active while the listener runs. */
function instrumented(listener: RequestListener): RequestListener {
  return (request, response) => {
    const id = randomUUID();
    request.headers['x-correlation-id'] = id;
    const span = trace.getTracer('http').startSpan('POST', { attributes: { id } });
    response.on('finish', () => span.end());
    context.with(trace.setSpan(context.active(), span), () => listener(request, response));
  };
}
