import { z } from 'zod';
import type { Call } from '../domain/call.ts';
import type { TokenGrant } from '../domain/grant.ts';
import {
  type AnyRefreshError,
  isRefreshError,
  UnauthenticatedError,
} from '../domain/refreshError.ts';
import { countWrongKey } from './countWrongKey.ts';
import type { Deps } from './deps.ts';
import { isTrusted } from './isTrusted.ts';
import { parseInput } from './parseInput.ts';
import { total } from './total.ts';

/** RFC 6749 section 3.3: the characters of a scope token. */
const scopeToken = z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]{1,128}$/);

/** Bytes of JSON: an access token with all of it stays below what any server takes as a header. */
const MAX_CLAIMS = 3072;

const hasRoom = ({ scope, audience }: { scope?: unknown; audience?: unknown }) =>
  new TextEncoder().encode(JSON.stringify([scope, audience])).length <= MAX_CLAIMS;

const members = z.object({
  // A lone surrogate has no UTF-8 form: stores would replace it, and two users could become one.
  userId: z
    .string()
    .min(1)
    .max(256)
    .refine((value) => value.isWellFormed()),
  scope: z.array(scopeToken).max(64).nullish(),
  audience: z.array(z.string().min(1).max(512)).max(16).nullish(),
  userAgent: z.string().max(512).nullish(),
  ipAddress: z.union([z.ipv4(), z.ipv6()]).nullish(),
});

/** What `issueToken` takes, on every face. Scope and audience are in each access token, so they are bounded together. */
export const issueTokenInput = members.superRefine((input, problems) => {
  if (hasRoom(input)) return;
  problems.addIssue({ code: 'custom', path: [input.audience ? 'audience' : 'scope'] });
});

/** Starts a session of the native issuer, for a trusted back end. Never throws. */
export async function issueToken(
  deps: Deps,
  input: unknown,
  call: Call,
): Promise<TokenGrant | AnyRefreshError> {
  return total('token.issue', deps, call, async (trace) => {
    trace.issuerId = deps.native.facts.id;
    if (!isTrusted(deps, call)) {
      const refusal = new UnauthenticatedError({ message: 'issueToken needs the service key.' });
      return (await countWrongKey(deps, call)) ?? refusal;
    }
    const session = parseInput(issueTokenInput, input);
    if (isRefreshError(session)) return session;
    const { userId, scope, audience, userAgent, ipAddress } = session;
    return deps.native.issue(
      {
        userId,
        scope: scope ?? null,
        audience: audience ?? [],
        userAgent: userAgent ?? null,
        ipAddress: ipAddress ?? null,
      },
      call,
    );
  });
}
