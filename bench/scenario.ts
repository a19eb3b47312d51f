import type { Load } from './load/chain.ts';
import type { Seed } from './load/documents.ts';

/** The name of RefreshQL as it is, which every other subject of a scenario is compared with. */
export const OURS = 'RefreshQL';

/** One program that is measured. */
export interface Subject {
  readonly name: string;
  /** A file of bench/subjects/, without `.ts`. */
  readonly entry: string;
  /** Another one, which it calls; its seeds then count. @default none */
  readonly upstream?: string;
  /** It is in bench/peers, which is installed and run only when asked for. @default false */
  readonly peer?: boolean;
  /** It is measured as if it had so many cores to itself; with 2 it runs on those of both sides. @default as it is */
  readonly cores?: 1 | 2;
  /** How many processes share its load, each of which has to be warmed up. @default 1 */
  readonly processes?: number;
  /** Where it takes another request for the same work. @default the scenario's */
  readonly load?: Scenario['load'];
  /** What only this kind of subject understands. @default {} */
  readonly settings?: Readonly<Record<string, string>>;
}

/** Several programs under one load. */
export interface Scenario {
  /** One word, which the command line may name, alone or by its beginning. */
  readonly id: string;
  readonly title: string;
  /** The first is the floor, which the others are set against. */
  readonly subjects: readonly Subject[];
  /** The load for one subject; `seeds` are its own, one for each connection. */
  load(seeds: readonly Seed[], connections: number): Load;
}
