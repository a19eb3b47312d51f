import type { IssuerFacts, Selection } from './issuer.ts';
import type { InvalidInputError } from './refreshError.ts';

/** Every issuer of a deployment, and the way from an input to one of them. */
export interface IssuerRegistry {
  readonly issuers: readonly IssuerFacts[];
  /**
   * Picks the issuer and the credential that a `RefreshTokenInput` names: exactly one member may be set. It never
   * throws; `field` paths of its errors start with `input`.
   */
  select(input: unknown): Selection | InvalidInputError;
}
