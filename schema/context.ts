import type { Call } from '../domain/call.ts';
import type { Resolvers } from '../resolvers/createResolvers.ts';

/** What a resolve function is given: the use cases and the request they serve. */
export interface Context {
  readonly resolvers: Resolvers;
  readonly call: Call;
  /** The caller may read the subgraph's SDL: anyone in development, a gateway that proved itself in production. */
  readonly mayCompose: boolean;
  /** The caller is a gateway that proved itself, so its documents may be a machine's. */
  readonly isGateway: boolean;
}
