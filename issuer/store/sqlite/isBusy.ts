const SQLITE_BUSY = 5;
/** The upper bytes of a code say more than is asked here, as in SQLITE_BUSY_RECOVERY. */
const PRIMARY_CODE = 0xff;

/** Tells whether SQLite gave up because another connection has a lock. */
export function isBusy(cause: unknown): boolean {
  const code = cause instanceof Error && 'errcode' in cause ? Number(cause.errcode) : 0;
  return (code & PRIMARY_CODE) === SQLITE_BUSY;
}
