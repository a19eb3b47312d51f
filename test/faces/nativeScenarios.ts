import { DatabaseSync } from 'node:sqlite';
import type { RefreshErrorCode } from '../../domain/refreshErrorCode.ts';
import { refreshed, type signIn } from '../support/nativeClient.ts';
import type { TestServer } from '../support/startTestServer.ts';
import { nativeFaces } from './faceClients.ts';

/** One situation of the native issuer, and what presenting its token comes to on every face. */
export interface NativeScenario {
  readonly title: string;
  /** Null for a success. */
  readonly code: RefreshErrorCode | null;
  /** Events that the call emits, beside the operation's own. */
  readonly events: readonly string[];
  /** The generation that is current afterwards; null where the session has ended. */
  readonly generation: number | null;
  readonly env?: Readonly<Record<string, string>>;
  /** Brings the situation about and gives the token to present. */
  arrange(server: TestServer, first: Pair, dataDir: string): Promise<string>;
}

type Pair = Awaited<ReturnType<typeof signIn>>;

const DAY = 24 * 3600 * 1000;

export const NATIVE_SCENARIOS: readonly NativeScenario[] = [
  {
    title: 'a current token is rotated',
    code: null,
    events: ['session.refreshed'],
    generation: 1,
    arrange: async (_server, first) => first.refreshToken,
  },
  {
    title: 'the previous token gives the same successor within the grace',
    code: null,
    events: ['session.replayed'],
    generation: 1,
    async arrange({ url }, first) {
      await refreshed(url, first.refreshToken);
      return first.refreshToken;
    },
  },
  {
    title: 'an expired token',
    code: 'TOKEN_EXPIRED',
    events: ['session.expired'],
    generation: null,
    async arrange({ clock }, first) {
      clock.advance(15 * DAY);
      return first.refreshToken;
    },
  },
  {
    title: 'a reused token ends the session',
    code: 'TOKEN_REUSED',
    events: ['session.reused'],
    generation: null,
    async arrange({ url }, first) {
      const second = await refreshed(url, first.refreshToken);
      await refreshed(url, second.refreshToken);
      return first.refreshToken;
    },
  },
  {
    title: 'a token of a session that was revoked',
    code: 'SESSION_REVOKED',
    events: [],
    generation: null,
    async arrange({ server, clock }, first) {
      const call = { correlationId: crypto.randomUUID(), now: clock.now } as never;
      const { refreshToken } = first;
      await server.app.resolvers.revokeToken({ native: { refreshToken } }, call);
      return refreshToken;
    },
  },
  {
    title: 'a malformed token',
    code: 'TOKEN_INVALID',
    events: [],
    generation: 0,
    arrange: async (_server, first) => `${first.refreshToken}x`,
  },
  {
    title: 'a token of the wrong kind',
    code: 'TOKEN_INVALID',
    events: [],
    generation: 0,
    arrange: async (_server, first) => first.accessToken,
  },
  {
    title: 'a token above the longest',
    code: 'INVALID_INPUT',
    events: [],
    generation: 0,
    arrange: async () => 'x'.repeat(8193),
  },
  {
    title: 'one guess too many',
    code: 'RATE_LIMITED',
    events: ['limit.reached'],
    generation: 0,
    env: { RATE_LIMITS: '{"perAddress":1}' },
    async arrange({ url }) {
      await nativeFaces.graphql(url, 'a first guess');
      return 'a second guess';
    },
  },
  {
    title: 'a store that fails',
    code: 'ISSUER_UNAVAILABLE',
    events: [],
    generation: 0,
    async arrange(_server, first, dataDir) {
      withStore(dataDir, 'ALTER TABLE sessions RENAME TO away');
      return first.refreshToken;
    },
  },
];

/** Makes the store whole again, where a scenario took it apart. */
export function repair(dataDir: string): void {
  withStore(dataDir, 'ALTER TABLE away RENAME TO sessions');
}

function withStore(dataDir: string, sql: string): void {
  using database = new DatabaseSync(`${dataDir}/refreshql.db`, { timeout: 1000 });
  database.exec(sql);
}
