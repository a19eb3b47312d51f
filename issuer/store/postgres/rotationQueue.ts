import { createGathering } from '../gathering.ts';
import type { Rotation, RotationFact, SessionRecord } from '../sessionStore.ts';
import { type BatchAnswer, explain, type RotateBatch, toError } from './rotateBatch.ts';
import { sqlState } from './withRetries.ts';

/** How rotations share statements. */
export interface QueueOptions {
  /** How many rotations one statement may carry. @default 256 */
  readonly maxBatch?: number;
  /** How many statements may be under way; what arrives meanwhile waits for the next one. @default 2 */
  readonly maxInFlight?: number;
  /** Milliseconds that only ever grow. @default performance.now */
  readonly now?: () => number;
}

interface Waiting {
  readonly rotation: Rotation;
  /** When it was asked, by `now`. */
  readonly since: number;
  readonly resolve: (fact: RotationFact) => void;
  readonly reject: (cause: unknown) => void;
  attempts: number;
}

/** One session's callers of a batch: the first presents its generation, the others read what came of it. */
type Group = readonly [Waiting, ...Waiting[]];

const MAX_ATTEMPTS = 8;

// Milliseconds. Short beside a round that fails in vain, long beside one that does its work.
const PATIENCE = 1000;

/**
 * Lets rotations that are in flight together share one statement; each gets its own fact or its own rejection. Where a
 * statement fails for all, so do those that have waited for a while meanwhile: what waits is bounded in an outage.
 */
export function createRotationQueue(rotateBatch: RotateBatch, options: QueueOptions = {}) {
  const { maxBatch = 256, maxInFlight = 2, now = () => performance.now() } = options;
  const busy = new Set<string>();
  let waiting: Waiting[] = [];
  let inFlight = 0;
  let scheduled = false;
  const moreMayCome = createGathering();

  function schedule(): void {
    if (scheduled || inFlight >= maxInFlight || waiting.length === 0) return;
    scheduled = true;
    setImmediate(begin);
  }

  function begin(): void {
    if (waiting.length < maxBatch && moreMayCome(waiting.length)) {
      setImmediate(begin);
      return;
    }
    scheduled = false;
    const groups = takeGroups();
    if (groups.length > 0) void run(groups);
  }

  // A session is in one statement at a time, so that statements of one process never wait for each other's rows.
  function takeGroups(): Group[] {
    const groups = new Map<string, [Waiting, ...Waiting[]]>();
    const left: Waiting[] = [];
    for (const it of waiting) {
      const id = it.rotation.sessionId;
      const group = groups.get(id);
      if (group) group.push(it);
      else if (busy.has(id) || groups.size >= maxBatch) left.push(it);
      else groups.set(id, [it]);
    }
    waiting = left;
    return [...groups.values()];
  }

  async function run(groups: readonly Group[]): Promise<void> {
    inFlight += 1;
    for (const [{ rotation }] of groups) busy.add(rotation.sessionId);
    schedule();
    const answers = await answerEach(rotateBatch, groups);
    for (const [{ rotation }] of groups) busy.delete(rotation.sessionId);
    inFlight -= 1;
    for (const [index, group] of groups.entries()) settle(group, answers[index]);
    if (haveFailed(answers)) giveUp(answers[0]);
    schedule();
  }

  // Who came lately gets a round: a connection that breaks fails those whose statement it had, not the whole crowd.
  function giveUp(cause: unknown): void {
    const latest = now() - PATIENCE;
    const late = waiting.filter((it) => it.since <= latest);
    waiting = waiting.filter((it) => it.since > latest);
    for (const it of late) it.reject(cause);
  }

  function settle([first, ...others]: Group, answer: BatchAnswer | Error | undefined): void {
    if (answer === undefined || answer instanceof Error) {
      for (const it of [first, ...others]) it.reject(answer);
      return;
    }
    if (answer.fact !== null) first.resolve(answer.fact);
    else if (++first.attempts < MAX_ATTEMPTS) waiting.push(first);
    else first.reject(new Error('The session is being changed too often at once.'));
    for (const it of others) follow(it, answer.record);
  }

  // Everyone of a batch asked before its statement began, so what that left behind may answer for all of them.
  function follow(it: Waiting, record: SessionRecord | undefined): void {
    const fact = explain(record, it.rotation);
    if (fact === null) waiting.push(it);
    else it.resolve(fact);
  }

  return (rotation: Rotation): Promise<RotationFact> =>
    new Promise((resolve, reject) => {
      waiting.push({ rotation, since: now(), resolve, reject, attempts: 0 });
      schedule();
    });
}

type Answers = readonly (BatchAnswer | Error | undefined)[];

// Of what the server refuses to one alone, that one may be the cause; anything else would befall the next ones too.
function haveFailed(answers: Answers): boolean {
  const alone = answers.length === 1;
  return answers.every((it) => it instanceof Error && !(alone && sqlState(it) !== null));
}

async function answerEach(rotateBatch: RotateBatch, groups: readonly Group[]): Promise<Answers> {
  const batch = groups.map(([{ rotation }]) => rotation);
  try {
    return await rotateBatch(batch);
  } catch (cause) {
    // The server refused a statement as a whole: whoever is to blame must not fail the neighbours.
    if (batch.length === 1 || sqlState(cause) === null) return batch.map(() => toError(cause));
    return Promise.all(batch.map((rotation) => answerAlone(rotateBatch, rotation)));
  }
}

async function answerAlone(rotateBatch: RotateBatch, rotation: Rotation) {
  try {
    const [answer] = await rotateBatch([rotation]);
    return answer;
  } catch (cause) {
    return toError(cause);
  }
}
