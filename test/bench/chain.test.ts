import { describe, expect, it } from 'vitest';
import { advance, bodyOf } from '../../bench/load/chain.ts';
import { chainedRefreshes } from '../../bench/load/documents.ts';

const load = chainedRefreshes([{ native: { refreshToken: 'first' } }]);
const [chain] = load.chains;
const answer = (token: string) =>
  JSON.stringify({ data: { refreshToken: { __typename: 'Token', refreshToken: token } } });

describe('a chain of refreshes', () => {
  it('starts with the token of its seed', () => {
    expect(JSON.parse(bodyOf(chain!)).variables).toEqual({
      input: { native: { refreshToken: 'first' } },
    });
  });

  it('sends next what the last answer brought, and the rest as before', () => {
    const next = advance(chain!, answer('second'), load)!;
    expect(bodyOf(next)).toBe(bodyOf(chain!).replace('"first"', '"second"'));
  });

  it.each([
    ['a refusal', '{"data":{"refreshToken":{"__typename":"InvalidRefreshTokenError"}}}'],
    ['an empty token', answer('')],
    ['the token that was sent', answer('first')],
  ])('does not take %s for an answer', (_name, text) => {
    expect(advance(chain!, text, load)).toBeNull();
  });
});
