import { isRefreshError } from '../../domain/refreshError.ts';
import {
  type IssueTokenInput,
  type RefreshTokenInput,
  type RevokeSessionsInput,
  unchecked,
  type ViewerInput,
} from './inputs.ts';
import { toRefusal } from './refusal.ts';
import { toGrant, toIssuer, toToken } from './success.ts';
import { trpc } from './trpcContext.ts';
import { viewer } from './viewer.ts';

const { procedure } = trpc;

/** The procedures: names, inputs, results and codes of the GraphQL schema. Refusals are values, never thrown. */
export const router = trpc.router({
  issuers: procedure.query(({ ctx: { resolvers } }) => resolvers.issuers().map(toIssuer)),

  viewer: procedure
    .input(unchecked<ViewerInput | undefined>())
    .query(({ ctx, input }) => viewer(ctx, input)),

  refreshToken: procedure
    .input(unchecked<RefreshTokenInput>())
    .mutation(async ({ ctx: { resolvers, call }, input }) => {
      const result = await resolvers.refreshToken(input, call);
      return isRefreshError(result) ? toRefusal(result, call) : toGrant(result, call);
    }),

  revokeToken: procedure
    .input(unchecked<RefreshTokenInput>())
    .mutation(async ({ ctx: { resolvers, call }, input }) => {
      const result = await resolvers.revokeToken(input, call);
      if (isRefreshError(result)) return toRefusal(result, call);
      return { __typename: 'RevokeTokenSuccess' as const, issuer: toIssuer(result.issuer) };
    }),

  issueToken: procedure
    .input(unchecked<IssueTokenInput>())
    .mutation(async ({ ctx: { resolvers, call }, input }) => {
      const result = await resolvers.issueToken(input, call);
      return isRefreshError(result) ? toRefusal(result, call) : toToken(result, call);
    }),

  revokeSessions: procedure
    .input(unchecked<RevokeSessionsInput>())
    .mutation(async ({ ctx: { resolvers, call }, input }) => {
      const result = await resolvers.revokeSessions(input, call);
      if (isRefreshError(result)) return toRefusal(result, call);
      return { __typename: 'RevokeSessionsSuccess' as const, count: result.count };
    }),
});

/** What `@trpc/client` is given as its type argument; it brings no code with it. */
export type AppRouter = typeof router;
