import { z } from 'zod';
import type { Credential, Issuer, IssuerFacts, IssuerFamily } from '../domain/issuer.ts';
import { InvalidInputError } from '../domain/refreshError.ts';
import { secret } from '../domain/secret.ts';
import type { Adapter, UpstreamRequest } from './adapter.ts';
import { readCloudreveRefresh, readCloudreveRevocation } from './cloudreveReply.ts';
import { createForwardingIssuer } from './forward.ts';
import { forwardedField } from './forwardedField.ts';
import type { Http } from './http.ts';
import { invalidInput } from './invalidInput.ts';

/** One Cloudreve v4 site. */
export interface CloudreveSiteOptions {
  /** Its name in issuer ids and inputs. */
  readonly site: string;
  /** Where its web page is; `/api/v4` is appended. */
  readonly url: string;
}

/** Input of Cloudreve's issuers, also for the faces that take it without GraphQL. */
export const cloudreveRefreshInput = z.object({
  site: z.string().min(1).max(63).nullish(),
  refreshToken: forwardedField,
});

/** The `cloudreve` member: one issuer per site. Throws a `TypeError` when an address is not a URL. */
export function createCloudreve(sites: readonly CloudreveSiteOptions[], http: Http): IssuerFamily {
  const issuers = new Map<string, Issuer>(
    sites.map(({ site, url }) => [
      site,
      createForwardingIssuer(createCloudreveAdapter(site, url), http),
    ]),
  );
  return {
    field: 'cloudreve',
    issuers: [...issuers.values()],
    select(input) {
      const parsed = cloudreveRefreshInput.safeParse(input);
      if (!parsed.success) return invalidInput('cloudreve', parsed.error);
      const issuer = chooseSite(issuers, parsed.data.site ?? null);
      if (issuer instanceof InvalidInputError) return issuer;
      return { issuer, credential: { refreshToken: secret(parsed.data.refreshToken) } };
    },
  };
}

/** One site as an adapter. Throws a `TypeError` when `siteUrl` is not a URL. */
export function createCloudreveAdapter(site: string, siteUrl: string): Adapter {
  const facts: IssuerFacts = {
    id: `cloudreve:${site}`,
    kind: 'CLOUDREVE',
    displayName: `Cloudreve ${site}`,
    rotates: true,
    revokes: true,
    // A refresh neither spends nor records the presented token, so asking twice is harmless.
    idempotent: true,
    jwksUri: null,
  };
  const url = (path: string) => {
    const base = new URL(siteUrl);
    base.pathname = `${base.pathname.replace(/\/+$/, '')}/api/v4${path}`;
    return base;
  };
  return {
    facts,
    refresh: {
      toRequest: toRequest('POST', url('/session/token/refresh')),
      fromReply: (reply, credential, now) => readCloudreveRefresh(facts, reply, credential, now),
    },
    revoke: {
      toRequest: toRequest('DELETE', url('/session/token')),
      fromReply: readCloudreveRevocation,
    },
  };
}

function toRequest(method: 'POST' | 'DELETE', url: URL) {
  return ({ refreshToken }: Credential, correlationId: string): UpstreamRequest => ({
    method,
    url,
    headers: { 'Content-Type': 'application/json', 'X-Cr-Correlation-Id': correlationId },
    body: JSON.stringify({ refresh_token: refreshToken.reveal() }),
  });
}

function chooseSite(
  issuers: ReadonlyMap<string, Issuer>,
  site: string | null,
): Issuer | InvalidInputError {
  const [only, ...others] = issuers.values();
  const chosen = site === null && others.length === 0 ? only : issuers.get(site ?? '');
  if (chosen !== undefined) return chosen;
  const message =
    site === null
      ? 'The site is missing, and the deployment has several.'
      : 'The site is not one of this deployment.';
  return new InvalidInputError(['cloudreve', 'site'], message);
}
