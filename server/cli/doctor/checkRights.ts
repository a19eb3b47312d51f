import { mayMakeTables, missingTableRights } from '../../../issuer/store/postgres/missingRights.ts';
import type { StoreStatus } from '../../../issuer/store/storeStatus.ts';
import type { Config } from '../../config.ts';
import { blaming } from '../../settingError.ts';
import type { Finding } from './finding.ts';

/** Looks whether the role of a PostgreSQL database may do what a server does; null where it may, and for other stores. */
export async function checkRights(config: Config, status: StoreStatus): Promise<Finding | null> {
  if (status.kind !== 'postgres' || status.applied > status.known) return null;
  const url = config.databaseUrl.reveal();
  const message = await blaming(config, ['DATABASE_URL'], 'the store cannot be read', () =>
    status.applied < status.known ? problemOfMaker(url, status) : problemOfUser(url),
  );
  return message === null ? null : { check: 'store', level: 'fail', message };
}

async function problemOfMaker(url: string, { applied }: StoreStatus): Promise<string | null> {
  if (await mayMakeTables(url)) return null;
  const what = applied === 0 ? 'It has no tables yet' : 'Migrations are missing';
  return `${what}, and its role may not make them.`;
}

async function problemOfUser(url: string): Promise<string | null> {
  const missing = await missingTableRights(url);
  return missing.length === 0 ? null : `Its role lacks rights: ${missing.join(', ')}.`;
}
