import { randomUUID } from 'node:crypto';
import { isRefreshError } from '../../domain/refreshError.ts';
import type { App } from '../../server/createApp.ts';
import type { Seed } from '../load/documents.ts';

/** Starts sessions of the native issuer, each of another user, and gives their first refresh tokens. */
export function nativeSeeds({ native }: Pick<App, 'native'>, count: number): Promise<Seed[]> {
  const users = Array.from({ length: count }, (_, index) => `user-${index}`);
  return Promise.all(users.map((userId) => signIn(native, userId)));
}

async function signIn(native: App['native'], userId: string): Promise<Seed> {
  const grant = await native.issue(
    { userId, scope: null, audience: [], userAgent: null, ipAddress: null },
    {
      correlationId: randomUUID(),
      now: Date.now,
      accessToken: null,
      serviceKey: null,
      ipAddress: null,
    },
  );
  if (isRefreshError(grant)) throw new Error(grant.message, { cause: grant.cause });
  return { native: { refreshToken: grant.refreshToken.reveal() } };
}
