import { MIGRATIONS as POSTGRES } from '../../issuer/store/postgres/migrations.ts';
import { MIGRATIONS as SQLITE } from '../../issuer/store/sqlite/migrate.ts';

/** The table that counts migrations, which none of them makes. */
const MIGRATION_TABLE = 'refreshql_migrations';

/** What databases call our tables, columns and indexes where they complain of one. */
export const OWN_NAMES: readonly string[] = [
  MIGRATION_TABLE,
  ...new Set([...POSTGRES, ...SQLITE].join('\n').match(/\b[a-z]+(?:_[a-z]+)+\b/g)),
];
