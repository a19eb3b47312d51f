import { openPool } from './openPool.ts';

/** What a server reads and writes; of the count of migrations it reads no more than whoever looks at the store. */
const TABLES = ['users', 'sessions', 'session_events', 'replies', 'rate_limits'];
const RIGHTS = ['SELECT', 'INSERT', 'UPDATE', 'DELETE'];
const COUNT = 'refreshql_migrations';

/** What the role of a PostgreSQL address lacks, for a server and for whoever migrates. */
export interface MissingRights {
  readonly readOnly: boolean;
  /** Of the search path, those that have the tables and may not be used. */
  readonly barredSchemas: readonly string[];
  readonly missingTables: readonly string[];
  /** As `replies (INSERT, DELETE)`. */
  readonly tableRights: readonly string[];
  readonly mayMakeTables: boolean;
  /** Tables that are another role's, which only that one may change. */
  readonly notOwned: readonly string[];
  readonly mayCountMigrations: boolean;
}

const ON_TABLES = {
  name: 'missing_rights',
  text: `SELECT name, oid IS NOT NULL AS there, COALESCE(pg_has_role(relowner, 'USAGE'), false) AS owned,
      ARRAY(SELECT privilege FROM unnest($2::text[]) WITH ORDINALITY AS wanted (privilege, place)
        WHERE NOT COALESCE(has_table_privilege(oid, privilege), false) ORDER BY place) AS lacking
    FROM unnest($1::text[]) AS name LEFT JOIN pg_class ON oid = to_regclass(name) ORDER BY name`,
};

// A schema that may not be used is left out of the path, and its tables are not found by their names.
const ON_SCHEMAS = {
  name: 'schema_rights',
  text: `SELECT current_setting('transaction_read_only') = 'on' AS read_only,
      COALESCE(has_schema_privilege(current_schema(), 'CREATE'), false) AS may_create,
      ARRAY(SELECT nspname::text FROM pg_class JOIN pg_namespace AS schema ON schema.oid = relnamespace
        WHERE relname = $1 AND NOT has_schema_privilege(schema.oid, 'USAGE') AND nspname IN (
          SELECT replace(COALESCE(replace(part[1], '""', '"'), lower(part[2])), '$user', current_user)
          FROM regexp_matches(current_setting('search_path'), '"((?:[^"]|"")+)"|([^",\\s]+)', 'g') AS part
        ) ORDER BY nspname) AS barred`,
};

interface TableRow {
  readonly name: string;
  readonly there: boolean;
  readonly owned: boolean;
  readonly lacking: readonly string[];
}

/** Asks what the role of a PostgreSQL address may do, and changes nothing. */
export async function readMissingRights(url: string): Promise<MissingRights> {
  await using pool = disposable(url);
  const rows = await pool.query(ON_TABLES, [[...TABLES, COUNT], RIGHTS]);
  const [schemas] = await pool.query(ON_SCHEMAS, [COUNT]);
  const tables = (rows as unknown as readonly TableRow[]).filter(({ there }) => there);
  const count = tables.find(({ name }) => name === COUNT);
  return {
    readOnly: schemas?.['read_only'] === true,
    barredSchemas: schemas?.['barred'] as readonly string[],
    missingTables: TABLES.filter((name) => !tables.some((it) => it.name === name)).sort(),
    tableRights: tables.flatMap(lackingOn),
    mayMakeTables: schemas?.['may_create'] === true,
    notOwned: tables.filter((it) => it !== count && !it.owned).map(({ name }) => name),
    mayCountMigrations: count?.lacking.includes('INSERT') === false,
  };
}

function lackingOn({ name, lacking }: TableRow): readonly string[] {
  const wanted = name === COUNT ? lacking.filter((right) => right === 'SELECT') : lacking;
  return wanted.length === 0 ? [] : [`${name} (${wanted.join(', ')})`];
}

function disposable(url: string) {
  const { query, close } = openPool(url, { connections: 1 });
  return { query, [Symbol.asyncDispose]: close };
}
