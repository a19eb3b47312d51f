import type { z } from 'zod';
import type { cloudreveRefreshInput } from '../../adapters/cloudreve.ts';
import type { nativeRefreshInput } from '../../adapters/nativeFamily.ts';
import type { oauth2RefreshInput } from '../../adapters/oauth2.ts';
import type { walletKitRefreshInput } from '../../adapters/walletKit.ts';
import type { issueTokenInput } from '../../resolvers/issueToken.ts';
import type { revokeSessionsInput } from '../../resolvers/revokeSessions.ts';

/** What each member of `RefreshTokenInput` takes, as GraphQL has it. */
interface Members {
  readonly native: Omit<z.input<typeof nativeRefreshInput>, 'scope'>;
  readonly walletKit: z.input<typeof walletKitRefreshInput>;
  readonly cloudreve: z.input<typeof cloudreveRefreshInput>;
  readonly oauth2: z.input<typeof oauth2RefreshInput>;
}

/** Exactly one member names the issuer, as in GraphQL. */
export type RefreshTokenInput = {
  [name in keyof Members]: { readonly [only in name]: Members[name] } & {
    readonly [other in Exclude<keyof Members, name>]?: never;
  };
}[keyof Members];

/** What the other procedures take. */
export type IssueTokenInput = z.input<typeof issueTokenInput>;
export type RevokeSessionsInput = z.input<typeof revokeSessionsInput>;

/** How many of the viewer's sessions to list, from 1 to 100. @default 50 */
export interface ViewerInput {
  readonly first?: number;
}

/**
 * Types an input without checking it: the use cases check it with these same schemas, and answer with INVALID_INPUT as
 * they do on every face.
 */
export const unchecked =
  <T>() =>
  (value: unknown) =>
    value as T;
