import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { Call } from '../../domain/call.ts';
import type { KeyRing } from '../../issuer/keys/keyRing.ts';
import type { NativeIssuerHandle } from '../../issuer/nativeIssuer.ts';
import type { Store } from '../../issuer/store/openStore.ts';
import type { Config } from '../config.ts';
import { openConfiguredKeys } from '../configuredKeys.ts';
import { openConfiguredStore } from '../configuredStore.ts';
import { createNative } from '../createNative.ts';
import { CommandError } from './failures.ts';
import type { Terminal } from './terminal.ts';

/** The native issuer without a server: the same store, the same keys. */
export interface Local extends AsyncDisposable {
  readonly native: NativeIssuerHandle;
  readonly store: Store;
  readonly keys: KeyRing;
  readonly call: Call;
}

/** Opens the issuer of this configuration; a server may run beside it. */
export async function openLocal(
  config: Config,
  terminal: Terminal,
  options?: PersistentOptions,
): Promise<Local> {
  const store = await openPersistentStore(config, options);
  try {
    const keys = await openConfiguredKeys(config);
    const native = createNative(config, store, keys, () => undefined);
    const call = localCall(terminal);
    return { native, store, keys, call, [Symbol.asyncDispose]: () => store.close() };
  } catch (cause) {
    await store.close();
    throw cause;
  }
}

/** How a store is opened. */
export interface PersistentOptions {
  /** Whether to make a SQLite file that is not there; mostly its absence is a slip. @default false */
  readonly create?: boolean;
}

/** Opens the store of this configuration; throws a `CommandError` where it is not there, or in the server's memory. */
export async function openPersistentStore(
  config: Config,
  { create = false }: PersistentOptions = {},
): Promise<Store & AsyncDisposable> {
  const url = config.databaseUrl.reveal();
  if (url === 'memory:') {
    throw new CommandError(
      'DATABASE_URL is memory:, which only the running server has. Some commands reach it by --url.',
    );
  }
  if (!create && url.startsWith('sqlite:') && !existsSync(url.slice('sqlite:'.length))) {
    throw new CommandError('There is no store here yet: a server makes it, or db migrate.');
  }
  const store = await openConfiguredStore(config, { audit: config.audit });
  return { ...store, [Symbol.asyncDispose]: () => store.close() };
}

/** A call that comes from no request. */
function localCall({ now }: Terminal): Call {
  return { correlationId: randomUUID(), now, accessToken: null, serviceKey: null, ipAddress: null };
}
