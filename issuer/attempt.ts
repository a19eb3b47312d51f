import { IssuerUnavailableError } from '../domain/refreshError.ts';

/** Gives what the work gives; its failure becomes ISSUER_UNAVAILABLE, since asking again is always safe here. */
export async function attempt<T>(work: () => Promise<T>): Promise<T | IssuerUnavailableError> {
  try {
    return await work();
  } catch (cause) {
    const message = 'The session store is not available; try again with the same token.';
    return new IssuerUnavailableError('ISSUER_UNAVAILABLE', { message, cause });
  }
}
