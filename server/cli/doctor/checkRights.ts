import {
  type MissingRights,
  readMissingRights,
} from '../../../issuer/store/postgres/missingRights.ts';
import type { StoreStatus } from '../../../issuer/store/storeStatus.ts';
import type { Config } from '../../config.ts';
import { blaming } from '../../settingError.ts';
import type { Finding } from './finding.ts';

/** Looks whether the role of a PostgreSQL database may do what a server does; null where it may, and for other stores. */
export async function checkRights(config: Config, status: StoreStatus): Promise<Finding | null> {
  if (status.kind !== 'postgres' || status.applied > status.known) return null;
  const missing = await read(config);
  return found([
    missing.readOnly && 'It may only be read: transaction_read_only is on, as on a replica.',
    ...(status.applied < status.known ? problemsOfMaker(missing, status) : problemsOfUser(missing)),
  ]);
}

/** What keeps a role from so much as looking at its store, all of it; null where it is something else. */
export async function explainUnread(config: Config): Promise<Finding | null> {
  if (!/^postgres(?:ql)?:/.test(config.databaseUrl.reveal())) return null;
  const missing = await read(config).catch(() => null);
  return missing && found(problemsOfUser(missing));
}

const read = (config: Config) =>
  blaming(config, ['DATABASE_URL'], 'the store cannot be read', () =>
    readMissingRights(config.databaseUrl.reveal()),
  );

function found(problems: readonly (string | false)[]): Finding | null {
  const message = problems.filter(Boolean).join(' ');
  return message === '' ? null : { check: 'store', level: 'fail', message };
}

function problemsOfMaker(missing: MissingRights, { applied }: StoreStatus) {
  const { barredSchemas, mayMakeTables, notOwned, mayCountMigrations } = missing;
  if (applied === 0) {
    return barredSchemas.length > 0
      ? [`Its tables are in the schema ${barredSchemas.join(', ')}, on which its role lacks USAGE.`]
      : [!mayMakeTables && 'It has no tables yet, and its role may not make them.'];
  }
  const lacks = [
    !mayMakeTables && 'may not make tables',
    notOwned.length > 0 && `does not own ${notOwned.join(', ')}`,
    !mayCountMigrations && 'lacks INSERT on refreshql_migrations',
  ].filter(Boolean);
  const sentence = 'Migrations are missing, and its role may not apply them';
  return [lacks.length > 0 && `${sentence}: it ${lacks.join(', and ')}.`];
}

function problemsOfUser({ missingTables, tableRights }: MissingRights) {
  return [
    missingTables.length > 0 && `Tables are missing: ${missingTables.join(', ')}.`,
    tableRights.length > 0 && `Its role lacks rights: ${tableRights.join(', ')}.`,
  ];
}
