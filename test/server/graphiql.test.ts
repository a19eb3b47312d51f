import { expect, it } from 'vitest';
import { secret } from '../../domain/secret.ts';
import { createGraphiQL } from '../../server/graphql/graphiql.ts';
import { PLAIN_CALL } from '../support/plainCall.ts';

it('the pages of several callers share all but what is of the caller', async () => {
  let count = 0;
  const walletKit = { sessionId: 's', refreshToken: secret('w') };
  const page = createGraphiQL(async () => {
    count += 1;
    const [refreshToken, accessToken] = [secret(`refresh-${count}`), secret('access')];
    return { refreshToken, accessToken, walletKit: { TESTNET: walletKit, MAINNET: walletKit } };
  });
  const [before, own, after] = await page(PLAIN_CALL);
  const [sameBefore, other, sameAfter] = await page(PLAIN_CALL);
  expect(sameBefore).toBe(before);
  expect(sameAfter).toBe(after);
  expect(own?.toString()).toContain('refresh-1');
  expect(other?.toString()).toContain('refresh-2');
  expect(own?.length).toBeLessThan(16 * 1024);
});
