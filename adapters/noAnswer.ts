import { IssuerUnavailableError } from '../domain/refreshError.ts';

/** What is known of a lost answer: a cause for the log, and whole seconds to wait. */
export interface NoAnswerOptions {
  readonly cause: unknown;
  readonly retryAfter?: number | null;
}

/** Says what the lack of a usable answer means for the presented token. */
export type NoAnswer = (options: NoAnswerOptions) => IssuerUnavailableError;

/** A refresh that may have been done. */
export const maybeSpent: NoAnswer = (options) =>
  new IssuerUnavailableError('OUTCOME_UNKNOWN', options);

/** A refresh at an upstream where asking twice is harmless. */
export const notSpent: NoAnswer = (options) => {
  const message = 'The issuer did not give a usable answer; the refresh token was not spent.';
  return new IssuerUnavailableError('ISSUER_UNAVAILABLE', { message, ...options });
};

/** A revocation: ending a token twice is harmless (RFC 7009 section 2.2), so the caller may try again. */
export const unconfirmed: NoAnswer = (options) => {
  const message = 'The issuer did not confirm that it has ended the token.';
  return new IssuerUnavailableError('OUTCOME_UNKNOWN', { message, retryable: true, ...options });
};
