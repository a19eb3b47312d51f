import type { IssuerFamily, Selection } from '../domain/issuer.ts';
import type { IssuerRegistry } from '../domain/issuerRegistry.ts';
import { InvalidInputError, isRefreshError } from '../domain/refreshError.ts';

/** Joins the families into the one registry; throws a `TypeError` when two share a member or an issuer id. */
export function createRegistry(families: readonly IssuerFamily[]): IssuerRegistry {
  assertDistinct(families.map(({ field }) => field));
  const issuers = families.flatMap((family) => family.issuers.map(({ facts }) => facts));
  assertDistinct(issuers.map(({ id }) => id));
  return { issuers, select: (input) => select(families, input) };
}

function select(families: readonly IssuerFamily[], input: unknown): Selection | InvalidInputError {
  if (typeof input !== 'object' || input === null) return refuse(families);
  const members: Readonly<Record<string, unknown>> = { ...input };
  const given = Object.keys(members).filter((name) => (members[name] ?? null) !== null);
  // A router that strips @oneOf must not be able to make us choose.
  if (given.length !== 1) return refuse(families);
  const family = families.find(({ field }) => field === given[0]);
  return family === undefined ? refuse(families) : prefix(family.select(members[family.field]));
}

function refuse(families: readonly IssuerFamily[]): InvalidInputError {
  const fields = families.map(({ field }) => field).join(', ');
  return new InvalidInputError(['input'], `Exactly one member must be set, of: ${fields}.`);
}

function prefix(selected: Selection | InvalidInputError): Selection | InvalidInputError {
  if (!isRefreshError(selected)) return selected;
  return new InvalidInputError(['input', ...selected.field], selected.message);
}

function assertDistinct(names: readonly string[]): void {
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new TypeError(`Two issuers are called ${twice}.`);
}
