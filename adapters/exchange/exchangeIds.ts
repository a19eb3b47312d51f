import type { Credential, IssuerFacts } from '../../domain/issuer.ts';
import type { ExchangeDeps } from './exchangeDeps.ts';
import { type ExchangeId, identify } from './identify.ts';

/** The older name first: all claim them in this order, so that no two wait for each other. */
export type ExchangeIds = readonly [ExchangeId] | readonly [older: ExchangeId, newer: ExchangeId];

/**
 * How a credential is found at `now` (ms): under one name, or two for a while after a change of the root secret. All of them
 * are to be claimed. That while is long enough for any two processes to have a name in common, also with one that asked
 * under the older name alone, as long as anything is known under it.
 */
export function idsToAsk(
  deps: ExchangeDeps,
  facts: IssuerFacts,
  credential: Credential,
  now: number,
): ExchangeIds {
  return idsBetween(deps, facts, credential, now - deps.lookback, now);
}

/** Every name under which any process may ask at `now` (ms), however far its clock is off. */
export function idsToEnd(
  deps: ExchangeDeps,
  facts: IssuerFacts,
  credential: Credential,
  now: number,
): ExchangeIds {
  const { lookback, clockSkew } = deps;
  return idsBetween(deps, facts, credential, now - lookback - clockSkew, now + clockSkew);
}

function idsBetween(
  { keyAt }: ExchangeDeps,
  { id }: IssuerFacts,
  credential: Credential,
  from: number,
  to: number,
): ExchangeIds {
  const [older, newer] = [keyAt(from), keyAt(to)];
  const newest = identify(newer, id, credential);
  return older === newer ? [newest] : [identify(older, id, credential), newest];
}
