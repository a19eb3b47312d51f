import { describe, expect, it } from 'vitest';
import type { RefreshErrorCode } from '../../domain/refreshErrorCode.ts';
import { clothes, successClothes } from './clothes.ts';
import { type WalletKitSession, walletKitFaces } from './faceClients.ts';
import { startWithWalletKit } from './startWithWalletKit.ts';

type World = Awaited<ReturnType<typeof startWithWalletKit>>;

/** One situation of WalletKit, and what presenting its token comes to on every face. */
interface Scenario {
  readonly title: string;
  readonly code: RefreshErrorCode | null;
  /** The network has spent the session's token afterwards. */
  readonly spent: boolean;
  /** How often the network was asked. */
  readonly calls: number;
  /** Where WalletKit's own status or code comes through. */
  readonly walletKit?: object;
  readonly retryAfter?: string;
  arrange?(world: World): WalletKitSession | undefined | Promise<void>;
}

const SCENARIOS: readonly Scenario[] = [
  { title: 'a current token', code: null, spent: true, calls: 1 },
  {
    title: 'a token that the network does not know',
    code: 'TOKEN_INVALID',
    spent: false,
    calls: 1,
    arrange: ({ input }) => ({ ...input, refreshToken: 'unknown' }),
  },
  {
    title: 'no token at all',
    code: 'INVALID_INPUT',
    spent: false,
    calls: 0,
    arrange: ({ input }) => ({ ...input, refreshToken: '' }),
  },
  {
    title: 'a project that is not one of the deployment',
    code: 'INVALID_INPUT',
    spent: false,
    calls: 0,
    arrange: ({ input }) => ({ ...input, projectId: 'another' }),
  },
  {
    title: 'a network that is down',
    code: 'ISSUER_UNAVAILABLE',
    spent: false,
    calls: 0,
    arrange: ({ testnet }) => testnet.close(),
  },
  {
    title: 'a reply that is lost after the token was spent',
    code: 'OUTCOME_UNKNOWN',
    spent: true,
    calls: 1,
    arrange: ({ testnet }) => void testnet.fail('reset-after-commit'),
  },
  {
    title: 'a network that limits the rate',
    code: 'RATE_LIMITED',
    spent: false,
    calls: 1,
    retryAfter: '7',
    arrange: ({ testnet }) => void testnet.fail('429-retry-after'),
  },
  {
    title: 'a refusal with a code of WalletKit’s own',
    code: 'ISSUER_REJECTED',
    spent: false,
    calls: 1,
    walletKit: { status: 400, code: 'balance_insufficient' },
    arrange: ({ testnet }) => void testnet.fail('400'),
  },
];

const faces = Object.keys(walletKitFaces) as (keyof typeof walletKitFaces)[];

describe.each(SCENARIOS)('WalletKit: $title', (scenario) => {
  it.each(faces)('has one code and one effect, in the clothes of %s', async (face) => {
    await using world = await startWithWalletKit();
    const { testnet, server, session, url } = world;
    const input = (await scenario.arrange?.(world)) ?? world.input;
    const result = await walletKitFaces[face](url, input);

    const { code, retryAfter = null } = scenario;
    const own = face === 'walletKit' ? scenario.walletKit : undefined;
    expect(result.clothes).toEqual(
      code === null ? successClothes[face]('Session') : (own ?? clothes[face](code)),
    );
    expect(result.retryAfter).toBe(retryAfter);
    const current = testnet.currentRefreshToken(session.id);
    expect(result.token).toBe(code === null ? current : null);
    expect(current !== session.refresh_token).toBe(scenario.spent);
    expect(testnet.calls()).toBe(scenario.calls);
    const told = server.events.filter(({ type }) => type === 'token.refresh');
    const refusedAtDoor = face === 'walletKit' && scenario.title === 'no token at all';
    expect(told).toMatchObject(refusedAtDoor ? [] : [{ outcome: code ?? 'OK' }]);
  });
});
