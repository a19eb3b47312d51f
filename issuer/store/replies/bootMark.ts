import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { uptime } from 'node:os';

// Linux names each start of the machine (https://docs.kernel.org/admin-guide/sysctl/kernel.html#random).
const BOOT_ID = '/proc/sys/kernel/random/boot_id';

/** A number (31 bits, not 0) that stays while the machine runs and is another one after its next start. */
export function bootMark(): number {
  return Number.parseInt(hash('sha256', bootName(), 'hex').slice(0, 8), 16) >>> 1 || 1;
}

function bootName(): string {
  try {
    return readFileSync(BOOT_ID, 'utf8');
  } catch {
    // Elsewhere the minute of the start has to do: where it is a little off, a file is looked through once more.
    return String(Math.round(Date.now() / 60_000 - uptime() / 60));
  }
}
