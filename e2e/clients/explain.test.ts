import { expect, it } from 'vitest';
import { explain } from '../../examples/clients/session/explain.ts';

const refusal = {
  code: 'TOKEN_INVALID',
  message: '',
  correlationId: '1',
  retryable: false,
} as const;

it('a client explains each member of the union to its user', () => {
  const told = [
    { __typename: 'InvalidRefreshTokenError', ...refusal, reauthenticate: true },
    { __typename: 'RateLimitedError', ...refusal, reauthenticate: false, retryAfter: 7 },
    { __typename: 'IssuerUnavailableError', ...refusal, reauthenticate: false },
    { __typename: 'IssuerRejectedError', ...refusal, reauthenticate: false },
  ] as const;
  expect(told.map(explain)).toEqual([
    'Please sign in again.',
    'Please wait 7 seconds.',
    'The sign-in service does not answer. You stay signed in; please try again later.',
    'Something is wrong on our side (1).',
  ]);
});

it.each([
  [true, 'Please sign in again.'],
  [false, 'Please try again later.'],
])(
  'a client acts on a refusal that is newer than itself by reauthenticate: %s',
  (reauthenticate, told) => {
    const newer = { __typename: 'DeviceRefusedError', ...refusal, reauthenticate };
    expect(explain(newer as never)).toBe(told);
  },
);
