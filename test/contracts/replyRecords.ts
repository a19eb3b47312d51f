import type { Claim, Settlement } from '../../domain/replyStore.ts';

export const T0 = 1_800_000_000_000;

export const claimOf = (holder: string, changes: Partial<Claim> = {}): Claim => ({
  ...{ key: 'k', binding: 'b', now: T0, expiresAt: T0 + 600_000, watched: null },
  ...{ holder, ...changes },
});

export const settlementOf = (holder: string, changes: Partial<Settlement> = {}): Settlement => ({
  ...{ key: 'k', binding: 'b', state: 'kept', spent: true, expiresAt: T0 + 30_000 },
  ...{ sealed: Uint8Array.of(0, 255, 1), holder, ...changes },
});
