import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createReplyReader } from './replyReader.ts';

/** An answer as text. */
export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** One connection that is kept alive, for one request at a time. */
export interface Connection extends Disposable {
  /** Rejects where no whole answer comes. */
  post(body: string): Promise<Answer>;
}

/** Where it is posted to. */
export interface Target {
  /** Of the server, without a path. */
  readonly url: string;
  readonly path: string;
  /** @default application/json */
  readonly contentType?: string;
}

/** Milliseconds. */
const PATIENCE = 10_000;

interface Asked {
  resolve(answer: Answer): void;
  reject(cause: Error): void;
}

/** Opens a connection. Any client of HTTP takes longer for a request than the servers here do. */
export async function openConnection({ url, path, contentType }: Target): Promise<Connection> {
  const { hostname, host, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), noDelay: true });
  await once(socket, 'connect');
  const type = contentType ?? 'application/json';
  const head = `POST ${path} HTTP/1.1\r\nhost: ${host}\r\ncontent-type: ${type}\r\ncontent-length: `;
  let asked: Asked | null = null;
  watch(
    socket,
    (answer) => asked?.resolve(answer),
    (cause) => asked?.reject(cause),
  );
  return {
    post: (body) =>
      new Promise((resolve, reject) => {
        asked = { resolve, reject };
        // All that is posted here is ASCII.
        socket.write(`${head}${body.length}\r\n\r\n${body}`, 'latin1');
      }),
    [Symbol.dispose]: () => void socket.destroy(),
  };
}

function watch(
  socket: Socket,
  onAnswer: (answer: Answer) => void,
  onFailure: (cause: Error) => void,
): void {
  const read = createReplyReader();
  socket.setEncoding('latin1').setTimeout(PATIENCE);
  socket.on('data', (text: string) => {
    const answer = read(text);
    if (answer !== null) onAnswer(answer);
  });
  socket.on('timeout', () => socket.destroy(new Error('No answer in time.')));
  socket.on('error', onFailure);
  socket.on('close', () => onFailure(new Error('The connection was closed.')));
}
