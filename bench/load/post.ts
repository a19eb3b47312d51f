import type { Client, Dispatcher } from 'undici';

/** An answer as text. */
export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** What is posted, and where to. */
export interface Post {
  readonly path: string;
  /** @default application/json */
  readonly contentType?: string;
  readonly body: string;
}

/** Posts over one connection; `dispatch` is the cheapest way undici has. Rejects where no answer comes. */
export function post(client: Client, { path, contentType, body }: Post): Promise<Answer> {
  const headers = { 'content-type': contentType ?? 'application/json' };
  return new Promise((resolve, reject) => {
    client.dispatch({ path, method: 'POST', headers, body }, collect(resolve, reject));
  });
}

function collect(
  resolve: (answer: Answer) => void,
  reject: (cause: Error) => void,
): Dispatcher.DispatchHandler {
  let status = 0;
  let text = '';
  return {
    onRequestStart() {},
    onResponseStart(_controller, statusCode) {
      status = statusCode;
    },
    // Every answer here is ASCII, so no character is split between chunks.
    onResponseData(_controller, chunk) {
      text += chunk.toString('latin1');
    },
    onResponseEnd: () => resolve({ status, text }),
    onResponseError: (_controller, cause) => reject(cause),
  };
}
