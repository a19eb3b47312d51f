import type { IssuerFacts } from '../../domain/issuer.ts';
import { InvalidInputError, IssuerUnavailableError } from '../../domain/refreshError.ts';
import type { ReplyRecord } from '../../domain/replyStore.ts';
import type { ExchangeId } from './identify.ts';
import { decodeOutcome, type Outcome } from './outcome.ts';
import { unseal } from './seal.ts';

/** The outcome that a record keeps, whatever it is bound to; null where it cannot be read. */
export function readRecord(
  { key, binding, sealed }: ReplyRecord,
  { sealingKey }: ExchangeId,
  facts: IssuerFacts,
): Outcome | null {
  const text = sealed && unseal({ key, binding }, sealingKey, sealed);
  return text === null ? null : decodeOutcome(text, facts);
}

/** The answer that a record is to this very credential. */
export function answerOf(record: ReplyRecord, id: ExchangeId, facts: IssuerFacts): Outcome {
  if (record.binding !== id.binding && !hasEnded(record)) return mismatch();
  return readRecord(record, id, facts) ?? unreadable();
}

/** Whether a token was refused because its session was ended here: with any parameters. */
export function hasEnded({ state, spent }: ReplyRecord): boolean {
  return state === 'refused' && spent;
}

/** Sending the spent token would end the session; saying that it is invalid would sign the user out. */
export function mismatch(): InvalidInputError {
  const message =
    'The refresh token was just exchanged with other parameters; present the one that replaced it.';
  return new InvalidInputError(['input'], message);
}

function unreadable(): IssuerUnavailableError {
  return new IssuerUnavailableError('OUTCOME_UNKNOWN', { cause: { reason: 'unreadable reply' } });
}
