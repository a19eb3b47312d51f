import type { RefreshErrorCode } from './gql/graphql.ts';

/** Why there is no new access token. The session is kept unless `signedOut` says otherwise. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
  readonly code: RefreshErrorCode | 'NOT_SIGNED_IN';
  readonly signedOut: boolean;
  constructor(code: RefusedError['code'], message: string, signedOut: boolean) {
    super(message);
    this.code = code;
    this.signedOut = signedOut;
  }
}
