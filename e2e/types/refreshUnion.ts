import { explain } from '../../examples/clients/session/explain.ts';
import type {
  RefreshErrorCode,
  RefreshMutation,
  RefreshTokenInput,
} from '../../examples/clients/session/gql/graphql.ts';

// A test that the compiler runs: what must not compile says so, and what must compile stands here.

type Result = RefreshMutation['refreshToken'];
type Equal<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type Expect<T extends true> = T;

/** The whole union, no more and no less. */
export type Members = Expect<
  Equal<
    Result['__typename'],
    | 'Token'
    | 'Session'
    | 'InvalidRefreshTokenError'
    | 'InvalidInputError'
    | 'RateLimitedError'
    | 'IssuerUnavailableError'
    | 'IssuerRejectedError'
  >
>;

/** Every refusal carries a code of the closed list. */
export type Codes = Expect<Equal<Extract<Result, { code: unknown }>['code'], RefreshErrorCode>>;

/** Every success carries both tokens. */
export type Success = Expect<
  Equal<Extract<Result, { refreshToken: string }>['__typename'], 'Token' | 'Session'>
>;

/** A switch over every member leaves nothing. */
export const complete: (result: Result) => string = explain;

/** A switch that forgets one does not compile. */
export function forgetful(result: Result): string {
  switch (result.__typename) {
    case 'Token':
    case 'Session':
    case 'InvalidRefreshTokenError':
    case 'InvalidInputError':
    case 'IssuerUnavailableError':
    case 'IssuerRejectedError':
      return '';
    default:
      // @ts-expect-error RateLimitedError is still there
      return never(result);
  }
}

const never = (value: never): string => value;

/** An input names exactly one issuer. */
export const one: RefreshTokenInput = { native: { refreshToken: 'a' } };
// @ts-expect-error two members
export const two: RefreshTokenInput = {
  native: { refreshToken: 'a' },
  cloudreve: { refreshToken: 'a' },
};
// @ts-expect-error no member
export const none: RefreshTokenInput = {};
