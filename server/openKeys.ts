import { readFileSync } from 'node:fs';
import type { EventSink } from '../domain/events.ts';
import { type Secret, secret } from '../domain/secret.ts';
import type { KeyRing } from '../issuer/keys/keyRing.ts';
import type { Config, ConfigName } from './config.ts';
import { openConfiguredKeys } from './configuredKeys.ts';

/** The keys of a running deployment. */
export interface RunningKeys extends Omit<KeyRing, 'reload'> {
  /** Reads the keys again, as happens by itself every few seconds; what goes wrong is an event. Never rejects. */
  reload(): Promise<void>;
  /** Stops reading them again. */
  close(): void;
}

/** Where keys come from, at the start and later. */
export interface OpenKeysOptions {
  readonly config: Config;
  readonly now: () => number;
  readonly emit: EventSink;
  /** The files that the configuration read its secrets from. @default none: given keys stay as they are */
  readonly secretFiles?: ReadonlyMap<ConfigName, string>;
}

/** How often (s) a server looks for changed keys. */
const RELOAD_INTERVAL = 15;

/** Opens the keys, and follows their files: servers that read the same files agree on who signs without a restart. */
export async function openKeys(options: OpenKeysOptions): Promise<RunningKeys> {
  const { config, now, emit, secretFiles } = options;
  const given = () => ({
    rootSecret: reread(secretFiles?.get('ROOT_SECRET'), config.rootSecret),
    signingKeys: reread(secretFiles?.get('SIGNING_KEYS'), config.signingKeys),
  });
  const ring = await openConfiguredKeys(config, given);

  async function reload(): Promise<void> {
    try {
      if (await ring.reload(now())) emit({ type: 'keys.changed', at: now() });
    } catch (cause) {
      emit({ type: 'keys.refused', at: now(), cause });
    }
  }

  const timer = setInterval(reload, RELOAD_INTERVAL * 1000).unref();
  return { ...ring, reload, close: () => clearInterval(timer) };
}

function reread(file: string | undefined, given: Secret | null): Secret | null {
  return file === undefined ? given : secret(readFileSync(file, 'utf8').trim());
}
