import type { DatabaseSync } from 'node:sqlite';
import { answerTogether } from '../../../domain/turn.ts';
import { createGathering } from '../gathering.ts';
import { type LockTimers, systemLockTimers } from './lockTimers.ts';
import { createTransaction, LockedError, type Transaction } from './transaction.ts';

/** Runs a job inside a transaction and gives its result once that is committed. */
export type Committer = <T>(job: () => T) => Promise<T>;

/** How jobs are committed. */
export interface GroupCommitOptions {
  /** How many jobs may share a transaction. @default 256 */
  readonly maxBatch?: number | undefined;
  /** Milliseconds that jobs wait, without blocking, for another process's write lock. @default 2000 */
  readonly patience?: number;
  /** @default the system's */
  readonly timers?: LockTimers;
}

// A bound on how long one transaction keeps other processes and the event loop waiting.
const MAX_JOBS = 256;
const PATIENCE = 2000;

/**
 * Lets jobs that are in flight together share one transaction; each gets its own answer or its own rejection. While
 * another process has the write lock they wait together, those that arrive meanwhile too, until the oldest has no
 * patience left: then all are rejected, so that what waits is bounded.
 */
export function createGroupCommit(db: DatabaseSync, options: GroupCommitOptions = {}): Committer {
  const { maxBatch = MAX_JOBS, patience = PATIENCE, timers = systemLockTimers } = options;
  const transaction = createTransaction(db);
  let queue: Job[] = [];
  let isScheduled = false;
  let lockedSince: number | null = null;
  let commitTime = 0;
  const moreMayCome = createGathering();

  function flush(): void {
    if (lockedSince === null && queue.length < maxBatch && moreMayCome(queue.length)) {
      setImmediate(flush);
      return;
    }
    const startedAt = timers.now();
    const left = commitTogether(transaction, queue.splice(0, maxBatch));
    if (left.jobs.length > 0) {
      tryLater(left, startedAt);
      return;
    }
    lockedSince = null;
    commitTime = timers.now() - startedAt;
    isScheduled = queue.length > 0;
    if (isScheduled) setImmediate(flush);
  }

  function tryLater({ jobs, cause }: Left, now: number): void {
    queue.unshift(...jobs);
    lockedSince ??= now;
    const waited = now - lockedSince;
    if (waited < patience) timers.soon(flush, waited, commitTime);
    else giveUp(cause);
  }

  function giveUp(cause: unknown): void {
    const late = queue;
    queue = [];
    lockedSince = null;
    isScheduled = false;
    for (const job of late) job.reject(toError(cause));
  }

  return (work) =>
    new Promise((resolve, reject) => {
      queue.push({ work, resolve: resolve as Job['resolve'], reject });
      if (!isScheduled) setImmediate(flush);
      isScheduled = true;
    });
}

interface Job {
  readonly work: () => unknown;
  resolve(result: unknown): void;
  reject(cause: Error): void;
}

/** The jobs that a lock has kept from being tried. */
interface Left {
  readonly jobs: readonly Job[];
  readonly cause?: unknown;
}

class JobFailure extends Error {}

function commitTogether(transaction: Transaction, jobs: readonly Job[]): Left {
  try {
    const results = transaction(() => jobs.map(runJob));
    answerTogether(() => {
      for (const [index, job] of jobs.entries()) job.resolve(results[index]);
    });
  } catch (cause) {
    if (cause instanceof LockedError) return { jobs, cause };
    // One bad job must not fail its neighbours: nothing was committed, so each is tried alone.
    if (cause instanceof JobFailure && jobs.length > 1) return commitEach(transaction, jobs);
    for (const job of jobs) job.reject(toError(cause));
  }
  return { jobs: [] };
}

function commitEach(transaction: Transaction, jobs: readonly Job[]): Left {
  for (const [index, job] of jobs.entries()) {
    const { jobs: left, cause } = commitTogether(transaction, [job]);
    if (left.length > 0) return { jobs: jobs.slice(index), cause };
  }
  return { jobs: [] };
}

function runJob({ work }: Job): unknown {
  try {
    return work();
  } catch (cause) {
    throw new JobFailure('A statement failed.', { cause });
  }
}

function toError(cause: unknown): Error {
  if (cause instanceof JobFailure || cause instanceof LockedError) return toError(cause.cause);
  return cause instanceof Error ? cause : new Error('The transaction failed.', { cause });
}
