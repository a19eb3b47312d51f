import type { Metrics } from '../metrics.ts';
import { reply, replyJson } from './reply.ts';
import type { Routes } from './route.ts';

/** What the operator's endpoints ask. */
export interface OperationsOptions {
  readonly metrics: Metrics;
  /** Resolves when the service can answer; rejects when it cannot. */
  readonly ready: () => Promise<void>;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
}

/** `GET /health` (the process runs), `GET /ready` (it can answer) and `GET /metrics` (Prometheus text). */
export function operationsRoutes({ metrics, ready, startedAt }: OperationsOptions): Routes {
  return {
    '/health': {
      GET: ({ response, call }) => {
        const uptime = Math.floor((call.now() - startedAt) / 1000);
        replyJson(response, 200, { status: 'ok', uptime });
      },
    },
    '/ready': {
      GET: async ({ response }) => {
        const isReady = await ready().then(
          () => true,
          () => false,
        );
        replyJson(response, isReady ? 200 : 503, { status: isReady ? 'ready' : 'unavailable' });
      },
    },
    '/metrics': {
      GET: async ({ response }) => {
        const { contentType, body } = await metrics.render();
        reply(response, 200, contentType, body);
      },
    },
  };
}
