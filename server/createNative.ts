import type { EventSink } from '../domain/events.ts';
import type { KeyRing } from '../issuer/keys/keyRing.ts';
import { createNativeIssuer, type NativeIssuerHandle } from '../issuer/nativeIssuer.ts';
import type { Store } from '../issuer/store/openStore.ts';
import type { Config } from './config.ts';

/** The native issuer of a deployment, over an open store and open keys. */
export function createNative(
  config: Config,
  store: Store,
  keys: Pick<KeyRing, 'rootSecret' | 'signingKeys'>,
  emit: EventSink,
): NativeIssuerHandle {
  const { issuerUrl, accessTokenTtl, refreshTokenTtl, sessionMaxAge } = config;
  const { reuseGrace, lostResponseWindow, maxSessionsPerUser } = config;
  return createNativeIssuer({
    store: store.sessions,
    rootSecret: keys.rootSecret,
    signingKeys: keys.signingKeys,
    issuerUrl,
    accessTokenTtl,
    refreshTokenTtl,
    sessionMaxAge,
    reuseGrace,
    lostResponseWindow,
    maxSessionsPerUser,
    emit,
  });
}
