import { tmpdir } from 'node:os';
import type { Call } from '../../domain/call.ts';
import type { SessionEvent } from '../../domain/events.ts';
import type { TokenGrant } from '../../domain/grant.ts';
import { secret } from '../../domain/secret.ts';
import { loadRootSecret, type RootSecret } from '../../issuer/keys/rootSecret.ts';
import { loadSigningKeys, type SigningKeys } from '../../issuer/keys/signingKeys.ts';
import { createNativeIssuer, type NativeIssuerOptions } from '../../issuer/nativeIssuer.ts';
import { createMemoryStore } from '../../issuer/store/memoryStore.ts';
import type { SessionStore } from '../../issuer/store/sessionStore.ts';
import { generateJwkSet } from './jwkSets.ts';

export const ISSUER_URL = 'https://auth.example';
export const T0 = 1_800_000_000_000;
export const DAY = 86_400;

/** Keys that no test changes, made once for a file. */
export async function testKeys(text = 'r'.repeat(32)): Promise<{
  rootSecret: RootSecret;
  signingKeys: SigningKeys;
}> {
  const rootSecret = await loadRootSecret({ value: secret(text), dataDir: tmpdir() });
  const value = secret(await generateJwkSet('EdDSA'));
  const signingKeys = await loadSigningKeys({ value, alg: 'EdDSA', dataDir: tmpdir(), rootSecret });
  return { rootSecret, signingKeys };
}

export const sharedKeys = await testKeys();

/** A native issuer with a clock that tests set, the events it emitted and the store calls it made. */
export function testIssuer(changes: Partial<NativeIssuerOptions> = {}) {
  const clock = { now: T0 };
  const events: SessionEvent[] = [];
  const { store, calls } = countCalls(changes.store ?? createMemoryStore());
  const call: Call = {
    correlationId: '7f0e62a8-4b6c-4d0e-9a39-3f1d2f6f2b11',
    now: () => clock.now,
    accessToken: null,
    serviceKey: null,
    ipAddress: null,
  };
  const issuer = createNativeIssuer({
    ...sharedKeys,
    issuerUrl: ISSUER_URL,
    accessTokenTtl: 3600,
    refreshTokenTtl: 14 * DAY,
    sessionMaxAge: 180 * DAY,
    reuseGrace: 30,
    lostResponseWindow: DAY,
    emit: (event) => events.push(event as SessionEvent),
    ...changes,
    store,
  });
  const session = { userId: 'ada', scope: null, audience: [], userAgent: null, ipAddress: null };
  const issue = async (userId = 'ada') =>
    (await issuer.issue({ ...session, userId }, call)) as TokenGrant;
  const refresh = (token: string) => issuer.refresh({ refreshToken: secret(token) }, call);
  return { issuer, clock, events, calls, call, session, issue, refresh, store };
}

/** The claims of a compact JWS, unverified. */
export function claimsOf(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString());
}

function countCalls(store: SessionStore) {
  const calls: string[] = [];
  const counted = Object.fromEntries(
    Object.entries(store).map(([name, method]) => [
      name,
      (...args: unknown[]) => {
        calls.push(name);
        return method(...args);
      },
    ]),
  );
  return { store: counted as unknown as SessionStore, calls };
}
