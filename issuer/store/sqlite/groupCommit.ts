import type { DatabaseSync } from 'node:sqlite';
import DataLoader from 'dataloader';

/** Runs a job inside a transaction and gives its result once that is committed. */
export type Committer = <T>(job: () => T) => Promise<T>;

// A bound on how long one transaction keeps other processes and the event loop waiting.
const MAX_JOBS = 256;

/** Lets jobs that are in flight together share one transaction; each gets its own answer or its own rejection. */
export function createGroupCommit(db: DatabaseSync, maxBatch = MAX_JOBS): Committer {
  const transaction = createTransaction(db);

  function commitEach(jobs: readonly Job[]): readonly unknown[] {
    return jobs.map((job) => {
      try {
        return transaction(() => runJob(job));
      } catch (cause) {
        return toError(cause);
      }
    });
  }

  function commitTogether(jobs: readonly Job[]): readonly unknown[] {
    try {
      return transaction(() => jobs.map(runJob));
    } catch (cause) {
      // One bad job must not fail its neighbours: nothing was committed, so each is tried alone.
      if (cause instanceof JobFailure && jobs.length > 1) return commitEach(jobs);
      return jobs.map(() => toError(cause));
    }
  }

  const loader = new DataLoader<Job, unknown>(async (jobs) => commitTogether(jobs), {
    cache: false,
    maxBatchSize: maxBatch,
    batchScheduleFn: (dispatch) => void setImmediate(dispatch),
  });
  return <T>(job: () => T) => loader.load(job) as Promise<T>;
}

type Job = () => unknown;

class JobFailure extends Error {}

function runJob(job: Job): unknown {
  try {
    return job();
  } catch (cause) {
    throw new JobFailure('A statement failed.', { cause });
  }
}

function toError(cause: unknown): Error {
  if (cause instanceof JobFailure) return toError(cause.cause);
  return cause instanceof Error ? cause : new Error('The transaction failed.', { cause });
}

function createTransaction(db: DatabaseSync): <T>(work: () => T) => T {
  const begin = db.prepare('BEGIN IMMEDIATE');
  const commit = db.prepare('COMMIT');
  const rollback = db.prepare('ROLLBACK');
  return (work) => {
    begin.run();
    try {
      const result = work();
      commit.run();
      return result;
    } catch (cause) {
      if (db.isTransaction) rollback.run();
      throw cause;
    }
  };
}
