import type { Claim, ReplyRecord, ReplyStore, Settlement } from '../../../domain/replyStore.ts';
import type { Pool, Row, Statement } from '../postgres/openPool.ts';
import { REPLY_SQL } from './sql.ts';

type Parameters = Readonly<Record<string, unknown>>;

/** Leases and replies in PostgreSQL, one statement and one round trip each. It leaves the pool open. */
export function createPostgresReplies(pool: Pick<Pool, 'query'>): ReplyStore {
  const run = (name: keyof typeof STATEMENTS, parameters: Parameters) =>
    ask(pool, STATEMENTS[name], parameters);
  return {
    claim: (wish) => claim(run, wish),
    settle: (settlement) => settle(run, settlement),
    async renew(leases, expiresAt) {
      const keys = leases.map(({ key }) => key);
      const holders = leases.map(({ holder }) => holder);
      await run('renew', { keys, holders, expiresAt });
    },
    find: (key) => find(run, key),
    forget: async (lease) => void (await run('forget', { ...lease })),
    purge: async (now, limit) => Number((await run('purge', { now, limit }))[0]?.['deleted']),
    close: async () => {},
  };
}

type Run = (name: keyof typeof STATEMENTS, parameters: Parameters) => Promise<readonly Row[]>;

async function claim(run: Run, { watched, ...wish }: Claim): Promise<ReplyRecord | null> {
  const deadBeat = watched?.dead ? watched.beat : -1;
  const parameters = { ...wish, watched: watched?.holder ?? '', deadBeat };
  for (;;) {
    const taken = await run('claim', parameters);
    if (taken.length > 0) return null;
    const record = await find(run, wish.key);
    // What stood in the way may be gone by now.
    if (record !== null) return record;
  }
}

async function settle(run: Run, settlement: Settlement): Promise<boolean> {
  const rows = await run('settle', { ...settlement, spent: Number(settlement.spent) });
  return rows.length > 0;
}

async function find(run: Run, key: string): Promise<ReplyRecord | null> {
  const [row] = await run('find', { key });
  // The table and the column aliases in sql.ts give exactly this shape.
  const record = row as unknown as
    | (Omit<ReplyRecord, 'spent'> & { readonly spent: number })
    | undefined;
  return record === undefined ? null : { ...record, spent: record.spent === 1 };
}

/** A statement whose parameters have numbers; `names` says which is which. */
interface Numbered extends Statement {
  readonly names: readonly string[];
}

const RENEW = `
  UPDATE replies SET beat = beat + 1, expires_at = :expiresAt
  FROM unnest(:keys::text[], :holders::text[]) AS lease (key, holder)
  WHERE replies.key = lease.key AND replies.holder = lease.holder AND replies.state = 'held'`;

// What another process is purging or using is left to it.
const PURGE = `
  WITH deleted AS (
    DELETE FROM replies WHERE key IN (
      SELECT key FROM replies WHERE expires_at <= :now LIMIT :limit FOR UPDATE SKIP LOCKED
    ) RETURNING 1
  ) SELECT count(*) AS deleted FROM deleted`;

const { claim: CLAIM, settle: SETTLE, find: FIND, forget: FORGET } = REPLY_SQL;
const STATEMENTS = {
  claim: numbered('reply-claim', `${CLAIM} RETURNING holder`),
  settle: numbered('reply-settle', `${SETTLE} RETURNING holder`),
  find: numbered('reply-find', FIND),
  forget: numbered('reply-forget', FORGET),
  renew: numbered('reply-renew', RENEW),
  purge: numbered('reply-purge', PURGE),
};

function numbered(name: string, sql: string): Numbered {
  const names: string[] = [];
  const text = sql.replace(/(?<!:):([a-zA-Z]+)/g, (_match, parameter: string) => {
    if (!names.includes(parameter)) names.push(parameter);
    return `$${names.indexOf(parameter) + 1}`;
  });
  return { name, text, names };
}

function ask(pool: Pick<Pool, 'query'>, { names, name, text }: Numbered, parameters: Parameters) {
  const values = names.map((parameter) => parameters[parameter]);
  return pool.query({ name, text }, values);
}
