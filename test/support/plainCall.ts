import type { Call } from '../../domain/call.ts';

/** A call of nobody in particular, at the beginning of time. */
export const PLAIN_CALL: Call = {
  correlationId: '9f1d3f2a-2f2b-4c57-9f57-0d5f3b0c8a11',
  now: () => 0,
  accessToken: null,
  serviceKey: null,
  ipAddress: null,
};
