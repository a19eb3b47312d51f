import type { TokenPair } from '../../domain/grant.ts';
import { type AnyRefreshError, isRefreshError } from '../../domain/refreshError.ts';
import { explainCause } from '../log/describeCause.ts';
import { CommandError, UsageError } from './failures.ts';
import { printJson } from './output.ts';
import type { Terminal } from './terminal.ts';

/** A pair as it is printed. */
export interface ShownPair {
  readonly accessToken: string;
  readonly accessTokenExpiresAt: string;
  readonly refreshToken: string;
  readonly refreshTokenExpiresAt: string | null;
}

/** A refusal as it is printed. */
export interface ShownRefusal {
  readonly code: string;
  readonly message: string;
  readonly retryable: boolean;
  readonly reauthenticate: boolean;
}

/** What a server is asked for, of every pair and refusal. */
export const PAIR_FIELDS = `
  ... on TokenPair { accessToken accessTokenExpiresAt refreshToken refreshTokenExpiresAt }
  ... on RefreshError { code message retryable reauthenticate }`;

/** The option that picks one token, for a pipe. */
export const ONLY_OPTION = {
  only: {
    type: 'string',
    value: 'TOKEN',
    help: 'print nothing but the refresh or the access token',
  },
} as const;

/** Prints a pair, which is what the command was asked for, or a refusal; gives the exit code. */
export function printPair(
  shown: ShownPair | ShownRefusal,
  options: { readonly only: string | undefined; readonly json: boolean },
  terminal: Terminal,
): number {
  if ('code' in shown) return printRefusal(shown, options.json, terminal);
  if (options.only !== undefined) terminal.print(`${pick(shown, options.only)}\n`);
  else if (options.json) printJson(terminal, shown);
  else for (const [name, value] of Object.entries(shown)) terminal.print(`${name}  ${value}\n`);
  return 0;
}

/** Prints a refusal and gives the exit code. */
export function printRefusal(refusal: ShownRefusal, json: boolean, terminal: Terminal): number {
  if (json) printJson(terminal, refusal);
  terminal.warn(`${refusal.code}: ${refusal.message}\n`);
  return 1;
}

/** What the issuer gave, as it is printed. */
export function show(result: TokenPair | AnyRefreshError): ShownPair | ShownRefusal {
  if (isRefreshError(result)) return showRefusal(result);
  const { accessToken, accessTokenExpiresAt, refreshToken, refreshTokenExpiresAt } = result;
  const time = (at: number) => new Date(at).toISOString();
  return {
    accessToken: accessToken.reveal(),
    accessTokenExpiresAt: time(accessTokenExpiresAt),
    refreshToken: refreshToken.reveal(),
    refreshTokenExpiresAt: refreshTokenExpiresAt === null ? null : time(refreshTokenExpiresAt),
  };
}

/** A refusal of the issuer, as it is printed. */
export function showRefusal(refusal: AnyRefreshError): ShownRefusal {
  const { code, retryable, reauthenticate } = refusal;
  return { code, message: explainRefusal(refusal), retryable, reauthenticate };
}

/** What a refusal says, with its cause: unlike callers, whoever runs a command may know it. */
export function explainRefusal({ message, cause }: AnyRefreshError): string {
  return cause === undefined ? message : `${message} Cause: ${explainCause(cause)}`;
}

/** What a server gave, as it is printed; throws a `CommandError` where it is neither pair nor refusal. */
export function shownBy(answer: unknown): ShownPair | ShownRefusal {
  const { __typename: _, ...it } = (answer ?? {}) as Record<string, unknown>;
  if ('accessToken' in it || 'code' in it) return it as unknown as ShownPair | ShownRefusal;
  throw new CommandError('The server did not answer as RefreshQL does.');
}

/** Throws a `UsageError` unless `only` names one of the two tokens or is left out. */
export function checkOnly(only: string | undefined): void {
  if (only === undefined || only === 'refresh' || only === 'access') return;
  throw new UsageError('--only must be refresh or access.');
}

const pick = (pair: ShownPair, only: string) =>
  only === 'access' ? pair.accessToken : pair.refreshToken;
