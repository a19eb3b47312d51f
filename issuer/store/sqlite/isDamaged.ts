const SQLITE_CORRUPT = 11;
const SQLITE_NOTADB = 26;
/** The upper bytes of a code say more than is asked here. */
const PRIMARY_CODE = 0xff;

/** Tells whether SQLite gave up because a file is not, or no longer, a sound database. */
export function isDamaged(cause: unknown): boolean {
  const code = cause instanceof Error && 'errcode' in cause ? Number(cause.errcode) : 0;
  return [SQLITE_CORRUPT, SQLITE_NOTADB].includes(code & PRIMARY_CODE);
}
