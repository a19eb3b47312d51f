import { advance, bodyOf, type Chain, type Load } from './chain.ts';
import { type Latencies, summarizeLatencies } from './latencies.ts';
import { type Answer, type Connection, openConnection } from './post.ts';

/** One stretch of load on one server. */
export interface Drive {
  readonly url: string;
  readonly load: Load;
  readonly seconds: number;
}

/** What a stretch of load gave. */
export interface Driven extends Latencies {
  readonly requests: number;
  /** How long it really took. */
  readonly seconds: number;
  /** Where each chain stands, for the next stretch. */
  readonly chains: readonly Chain[];
  /** What went wrong, in words and without tokens; a chain ends at its first error. */
  readonly errors: readonly string[];
}

/** Keeps every chain busy over a connection of its own, then waits for the answers in flight. */
export async function drive({ url, load, seconds }: Drive): Promise<Driven> {
  const run: Run = { url, load, latencies: [], errors: [], until: 0 };
  const startedAt = performance.now();
  run.until = startedAt + seconds * 1000;
  const chains = await Promise.all(load.chains.map((chain) => follow(chain, run)));
  return {
    requests: run.latencies.length,
    seconds: (performance.now() - startedAt) / 1000,
    ...summarizeLatencies(run.latencies),
    chains,
    errors: run.errors,
  };
}

interface Run {
  readonly url: string;
  readonly load: Load;
  /** Milliseconds. */
  readonly latencies: number[];
  readonly errors: string[];
  until: number;
}

async function follow(chain: Chain, run: Run): Promise<Chain> {
  let current = chain;
  try {
    using connection = await openConnection({ url: run.url, ...run.load });
    while (performance.now() < run.until) {
      const next = await step(connection, current, run);
      if (next === null) break;
      current = next;
    }
  } catch (cause) {
    run.errors.push(cause instanceof Error ? `${cause.name}: ${cause.message}` : 'no answer');
  }
  return current;
}

async function step(connection: Connection, chain: Chain, run: Run): Promise<Chain | null> {
  const sentAt = performance.now();
  const answer = await connection.post(bodyOf(chain));
  run.latencies.push(performance.now() - sentAt);
  const next = answer.status === 200 ? advance(chain, answer.text, run.load) : null;
  if (next === null) run.errors.push(describe(answer));
  return next;
}

function describe({ status, text }: Answer): string {
  const code = /"code":"([A-Z_]{1,40})"/.exec(text)?.[1] ?? 'not the expected answer';
  return `HTTP ${status}, ${code}`;
}
