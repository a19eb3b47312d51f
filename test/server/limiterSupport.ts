import { randomUUID } from 'node:crypto';
import type { Call } from '../../domain/call.ts';
import type { Event } from '../../domain/events.ts';
import type { IssuerKind } from '../../domain/issuer.ts';
import type { Presented } from '../../domain/rateLimiter.ts';
import { secret } from '../../domain/secret.ts';
import { type OpenOptions, openRateLimiter } from '../../server/limits/openRateLimiter.ts';

const ATTACKER = '192.0.2.66';

export const call = (ipAddress: string | null = ATTACKER): Call => ({
  correlationId: randomUUID(),
  now: Date.now,
  accessToken: null,
  serviceKey: null,
  ipAddress,
});

export const token = (
  text: string,
  kind: IssuerKind = 'NATIVE',
  id = kind.toLowerCase(),
): Presented => ({
  issuer: {
    id,
    kind,
    displayName: id,
    rotates: true,
    revokes: true,
    idempotent: true,
    jwksUri: null,
  },
  refreshToken: secret(text),
});

/** The limits as they ship unless told otherwise, and somebody who guesses. */
export function open(options: Partial<OpenOptions> = {}) {
  const events: Event[] = [];
  const limiter = openRateLimiter({
    limits: 'on',
    database: null,
    now: Date.now,
    emit: (event) => events.push(event),
    ...options,
  });
  /** Presents a bad token as the use case does; what it answers in place of the refusal. */
  const guess = async (text: string, kind: IssuerKind = 'NATIVE', from = ATTACKER) => {
    const presented = token(text, kind);
    const held = await limiter.admit(presented, call(from));
    return held === null
      ? { asked: true, answer: await limiter.refused(presented, call(from)) }
      : { asked: false, answer: held };
  };
  const guesses = async (count: number, kind: IssuerKind, from = ATTACKER) => {
    const answers = [];
    for (let n = 0; n < count; n += 1) answers.push(await guess(`${from}-${n}`, kind, from));
    return answers;
  };
  return { limiter, events, guess, guesses };
}
