import { randomBytes } from 'node:crypto';

const PROCESS = randomBytes(12).toString('base64url');
let attempts = 0;

/** A name for one attempt that no other attempt in any process has. */
export function newHolder(): string {
  attempts += 1;
  return `${PROCESS}.${attempts}`;
}
