import { describe, expect, it } from 'vitest';
import { createHeartbeat } from '../../adapters/exchange/heartbeat.ts';
import type { ExchangeEvent } from '../../domain/events.ts';
import type { Lease } from '../../domain/replyStore.ts';
import { purgeDead } from '../../issuer/purgeDead.ts';
import { createMemoryStore } from '../../issuer/store/memoryStore.ts';
import { createMemoryReplies } from '../../issuer/store/replies/memoryReplies.ts';
import { logEvents } from '../../server/log/logEvents.ts';
import { createMetrics } from '../../server/metrics.ts';
import { grant, T0, testExchange } from './exchangeFixture.ts';
import { manualTimers } from './manualTimers.ts';

describe('the table of replies', () => {
  it('grows with the load and not with time: what has expired goes as new ones come', async () => {
    const t = testExchange();
    t.upstream.answer = async () => grant('u');
    for (let token = 0; token < 256; token += 1) await t.refresh(`old ${token}`);
    t.clock.now = T0 + 90_000;
    for (let token = 0; token < 256; token += 1) await t.refresh(`new ${token}`);
    await t.exchange.close();
    expect(await t.store.purge(Number.MAX_SAFE_INTEGER, 9999)).toBe(256);
  });
});

describe('the purge of a server', () => {
  it('takes what no process has purged, an hour after its time', async () => {
    const t = testExchange();
    await t.refresh('t');
    const purge = (now: number) =>
      purgeDead(createMemoryStore(), { now, auditRetention: 3600, replies: t.store });
    expect((await purge(T0 + 3_600_000)).replies).toBe(0);
    expect((await purge(T0 + 3_630_000)).replies).toBe(1);
  });
});

describe('the heartbeat', () => {
  it('writes nothing for calls that end within a beat, and stops with the last lease', async () => {
    const renewed: (readonly Lease[])[] = [];
    const timers = manualTimers();
    const store = {
      ...createMemoryReplies(),
      renew: async (leases: readonly Lease[]) => void renewed.push(leases),
    };
    const beat = createHeartbeat({ store, timers, interval: 1000, abandonedAt: () => 0 });
    const [slow, quick] = [
      { key: 's', holder: 's' },
      { key: 'q', holder: 'q' },
    ];
    beat.hold(slow);
    await timers.pass(500);
    beat.hold(quick);
    beat.release(quick);
    await timers.pass(2000);
    expect(renewed).toEqual([[slow], [slow]]);
    beat.release(slow);
    await timers.pass(60_000);
    expect(renewed).toHaveLength(2);
    beat.hold(slow);
    await timers.pass(1000);
    expect(renewed).toHaveLength(3);
  });
});

describe('an event of the exchange', () => {
  const event: ExchangeEvent = {
    ...{ type: 'exchange.persist_failure', at: T0, issuerId: 'oauth2:idp' },
    ...{ correlationId: '9f1d3f2a-2f2b-4c57-9f57-0d5f3b0c8a11', cause: new Error('disk full') },
  };

  it('is counted by type and issuer', async () => {
    const { sink, render } = createMetrics();
    sink(event);
    expect((await render()).body).toContain(
      'refreshql_exchange_events_total{type="exchange.persist_failure",issuer="oauth2:idp"} 1\n',
    );
  });

  it('is logged at a level that says how bad it is', () => {
    const lines: unknown[] = [];
    const at = (level: string) => (fields: object, text: string) =>
      lines.push([level, text, fields]);
    const log = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
    const write = logEvents(log as never);
    write(event);
    write({ ...event, type: 'exchange.shared', cause: undefined });
    const fields = { correlationId: event.correlationId, issuer: 'oauth2:idp' };
    expect(lines).toEqual([
      ['error', 'exchange.persist_failure', { ...fields, err: event.cause }],
      ['debug', 'exchange.shared', fields],
    ]);
  });
});
