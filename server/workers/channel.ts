/** One end of a line between two processes. */
export interface Line {
  send(message: unknown): void;
  onMessage(take: (message: unknown) => void): void;
}

/** A line on which each side can ask the other the one thing that it knows. */
export interface Channel {
  /** Asks the other side; rejects where no answer comes within `patience` (ms). */
  ask(patience: number): Promise<unknown>;
}

interface Message {
  readonly kind: 'refreshql.ask' | 'refreshql.answer';
  readonly id: number;
  readonly answer?: unknown;
}

/** Opens a channel; `answer` is asked by the other side. What it rejects with stays here, and the other side waits. */
export function openChannel(line: Line, answer: () => Promise<unknown>): Channel {
  const waiting = new Map<number, (answer: unknown) => void>();
  let count = 0;

  async function reply(id: number): Promise<void> {
    const given = await answer().catch(() => undefined);
    if (given !== undefined) line.send({ kind: 'refreshql.answer', id, answer: given });
  }

  line.onMessage((message) => {
    if (!isMessage(message)) return;
    if (message.kind === 'refreshql.ask') void reply(message.id);
    else waiting.get(message.id)?.(message.answer);
  });

  return {
    async ask(patience) {
      count += 1;
      const id = count;
      const { promise, resolve, reject } = Promise.withResolvers<unknown>();
      const late = () => reject(new Error('Another process did not answer.'));
      const timer = setTimeout(late, patience);
      waiting.set(id, resolve);
      line.send({ kind: 'refreshql.ask', id });
      return promise.finally(() => {
        clearTimeout(timer);
        waiting.delete(id);
      });
    },
  };
}

function isMessage(message: unknown): message is Message {
  if (typeof message !== 'object' || message === null || !('kind' in message)) return false;
  return message.kind === 'refreshql.ask' || message.kind === 'refreshql.answer';
}
