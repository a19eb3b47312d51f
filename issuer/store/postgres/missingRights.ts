import { openPool } from './openPool.ts';

/** What a server reads and writes; of the count of migrations it reads no more than whoever looks at the store. */
const TABLES = ['users', 'sessions', 'session_events', 'replies', 'rate_limits'];
const RIGHTS = ['SELECT', 'INSERT', 'UPDATE', 'DELETE'];

const ON_TABLES = {
  name: 'missing_rights',
  text: `SELECT name || ' (' || string_agg(privilege, ', ' ORDER BY place) || ')' AS missing
    FROM unnest($1::text[]) AS name, unnest($2::text[]) WITH ORDINALITY AS wanted (privilege, place)
    WHERE NOT has_table_privilege(to_regclass(name), privilege)
    GROUP BY name ORDER BY name`,
};

const ON_SCHEMA = {
  name: 'may_create',
  text: `SELECT COALESCE(has_schema_privilege(current_schema(), 'CREATE'), false) AS may`,
};

/** What the role of a PostgreSQL address lacks on the tables that a server needs, as `replies (INSERT, DELETE)`. */
export async function missingTableRights(url: string): Promise<readonly string[]> {
  await using pool = disposable(url);
  const rows = await pool.query(ON_TABLES, [TABLES, RIGHTS]);
  return rows.map(({ missing }) => String(missing));
}

/** Whether the role of a PostgreSQL address may make tables. */
export async function mayMakeTables(url: string): Promise<boolean> {
  await using pool = disposable(url);
  const [row] = await pool.query(ON_SCHEMA, []);
  return row?.['may'] === true;
}

function disposable(url: string) {
  const { query, close } = openPool(url, { connections: 1 });
  return { query, [Symbol.asyncDispose]: close };
}
