import { initTRPC, TRPCError } from '@trpc/server';
import type { TRPCRequestInfo } from '@trpc/server/http';
import type { Call } from '../../domain/call.ts';
import type { Resolvers } from '../../resolvers/createResolvers.ts';

/** What every procedure gets. */
export interface TrpcContext {
  readonly resolvers: Resolvers;
  readonly call: Call;
}

/** Errors of the request itself; refusals are values. tRPC's own sentences quote what was submitted. */
const MESSAGES: Readonly<Record<string, string>> = {
  PARSE_ERROR: 'The body is not valid JSON.',
  BAD_REQUEST: 'The request is not valid; a batch may call refreshToken only once.',
  NOT_FOUND: 'There is no such procedure.',
  METHOD_NOT_SUPPORTED: 'Queries are asked by GET, mutations by POST.',
  UNSUPPORTED_MEDIA_TYPE: 'The body must be application/json.',
  PAYLOAD_TOO_LARGE: 'The body is too large.',
};

/** The tRPC of this server. */
export const trpc = initTRPC.context<TrpcContext>().create({
  isDev: false,
  errorFormatter: ({ shape }) => ({
    ...shape,
    message: MESSAGES[shape.data.code] ?? 'Unexpected error.',
    data: { code: shape.data.code, httpStatus: shape.data.httpStatus },
  }),
});

/** Refuses a batch that refreshes twice, before anything runs. */
export function assertOneRefresh({ calls }: Pick<TRPCRequestInfo, 'calls'>): void {
  const refreshes = calls.filter(({ path }) => path === 'refreshToken');
  if (refreshes.length > 1) throw new TRPCError({ code: 'BAD_REQUEST' });
}
