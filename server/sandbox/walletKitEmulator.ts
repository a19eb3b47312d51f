import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { answerRefresh, type ContractReply, readFields } from './walletKitContract.ts';
import {
  WALLETKIT_FAILURES,
  type WalletKitFailure,
  type WalletKitFailureName,
} from './walletKitFailures.ts';
import {
  createWalletKitSessions,
  type NewWalletKitSession,
  type WalletKitSession,
  type WalletKitSessions,
} from './walletKitSessions.ts';

/** How a local stand-in for one WalletKit network is started. */
export interface WalletKitEmulatorOptions {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** @default 0: any free port */
  readonly port?: number;
}

/** A local stand-in for one WalletKit network, on 127.0.0.1. */
export interface WalletKitEmulator extends AsyncDisposable {
  readonly url: string;
  createSession(session: NewWalletKitSession): WalletKitSession;
  /** The refresh token that is valid now; null for an unknown session. */
  currentRefreshToken(sessionId: string): string | null;
  /** Requests received so far, all or those that named the session. */
  calls(sessionId?: string): number;
  /** Answers the next requests with a failure. @default times all of them */
  fail(name: WalletKitFailureName, times?: number): void;
  /** Answers by the contract again. */
  recover(): void;
  /** Handles requests from now on, but holds the answers back until the returned function is called. */
  hold(): () => void;
  close(): Promise<void>;
}

/** Starts an emulator that follows WalletKit's contract strictly until told to fail. */
export async function startWalletKitEmulator(
  options: WalletKitEmulatorOptions,
): Promise<WalletKitEmulator> {
  const state = {
    sessions: createWalletKitSessions(options.now),
    calls: countCalls(),
    failures: planFailures(),
    gate: Promise.resolve(),
  };
  const server = createServer((message, response) => {
    // A caller that hangs up while it is sending is no news.
    handle(state, message, response).catch(() => response.destroy());
  });
  const url = await listen(server, options.port ?? 0);
  const close = () => shut(server);
  return {
    url,
    createSession: state.sessions.create,
    currentRefreshToken: (id) => state.sessions.find(id)?.refresh_token ?? null,
    calls: state.calls.of,
    fail: state.failures.plan,
    recover: state.failures.clear,
    hold: () => hold(state),
    close,
    [Symbol.asyncDispose]: close,
  };
}

interface State {
  readonly sessions: WalletKitSessions;
  readonly calls: ReturnType<typeof countCalls>;
  readonly failures: ReturnType<typeof planFailures>;
  gate: Promise<void>;
}

async function handle(state: State, message: IncomingMessage, response: ServerResponse) {
  const body = await readBody(message);
  state.calls.add(readFields(body)?.session_id ?? null);
  const failure = state.failures.next();
  const reply =
    failure === null || failure.commits ? answerRefresh({ message, body }, state.sessions) : null;
  await state.gate;
  if (failure !== null) failure.answer(response, reply);
  else if (reply !== null) send(response, reply);
}

function hold(state: State): () => void {
  const { promise, resolve } = Promise.withResolvers<void>();
  state.gate = promise;
  return resolve;
}

function countCalls() {
  const bySession = new Map<string | null, number>();
  return {
    add: (id: string | null) => void bySession.set(id, (bySession.get(id) ?? 0) + 1),
    of(id?: string): number {
      if (id !== undefined) return bySession.get(id) ?? 0;
      return [...bySession.values()].reduce((sum, count) => sum + count, 0);
    },
  };
}

function planFailures() {
  let planned: WalletKitFailure | null = null;
  let left = 0;
  return {
    next: (): WalletKitFailure | null => (left-- > 0 ? planned : null),
    plan(name: WalletKitFailureName, times = Number.POSITIVE_INFINITY) {
      planned = WALLETKIT_FAILURES[name];
      left = times;
    },
    clear() {
      left = 0;
    },
  };
}

async function readBody(message: IncomingMessage): Promise<string> {
  const chunks = await Array.fromAsync(message);
  return Buffer.concat(chunks).toString();
}

function send(response: ServerResponse, { status, json }: ContractReply): void {
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  response.writeHead(status, headers).end(JSON.stringify(json));
}

async function listen(server: Server, port: number): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject).listen(port, '127.0.0.1', resolve);
  await promise;
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : port}`;
}

function shut(server: Server): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  server.closeAllConnections();
  return promise;
}
