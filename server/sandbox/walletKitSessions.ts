import { randomBytes, randomUUID } from 'node:crypto';

/** WalletKit's `Session`, as it goes over the wire. */
export interface WalletKitSession {
  readonly id: string;
  readonly created_at: string;
  readonly project_id: string;
  readonly user_id: string;
  readonly access_token: string;
  readonly access_token_expires_at: string;
  readonly refresh_token: string;
  readonly refresh_token_expires_at: string;
}

/** What a session of the emulator is started with. */
export interface NewWalletKitSession {
  readonly projectId: string;
  /** @default a random UUID */
  readonly userId?: string;
  /** @default a random UUID */
  readonly id?: string;
}

/** The emulated sessions of one network: in memory, with single-use refresh tokens. */
export interface WalletKitSessions {
  create(session: NewWalletKitSession): WalletKitSession;
  find(id: string): WalletKitSession | undefined;
  /** Gives a new pair for the current refresh token; null for a spent, foreign or expired one. */
  rotate(id: string, refreshToken: string): WalletKitSession | null;
}

const ACCESS_TTL = 5 * 60_000;
const REFRESH_TTL = 30 * 24 * 3_600_000;

/** Starts with no sessions; `now` is in milliseconds since the epoch. */
export function createWalletKitSessions(now: () => number): WalletKitSessions {
  const sessions = new Map<string, WalletKitSession>();
  const keep = (session: WalletKitSession) => {
    sessions.set(session.id, session);
    return session;
  };
  return {
    create({ projectId, userId = randomUUID(), id = randomUUID() }) {
      const created_at = iso(now());
      return keep({ id, created_at, project_id: projectId, user_id: userId, ...pair(now()) });
    },
    find: (id) => sessions.get(id),
    rotate(id, refreshToken) {
      const session = sessions.get(id);
      if (session?.refresh_token !== refreshToken) return null;
      if (Date.parse(session.refresh_token_expires_at) <= now()) return null;
      return keep({ ...session, ...pair(now()) });
    },
  };
}

function pair(now: number) {
  return {
    access_token: `wka_${randomBytes(24).toString('base64url')}`,
    access_token_expires_at: iso(now + ACCESS_TTL),
    refresh_token: `wkr_${randomBytes(24).toString('base64url')}`,
    refresh_token_expires_at: iso(now + REFRESH_TTL),
  };
}

/** Whole seconds and `Z`, as in WalletKit's documentation. */
function iso(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}
