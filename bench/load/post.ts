import type { Client, Dispatcher } from 'undici';

/** An answer as text. */
export interface Answer {
  readonly status: number;
  readonly text: string;
}

const HEADERS = { 'content-type': 'application/json' };

/** Posts JSON over one connection; `dispatch` is the cheapest way undici has. Rejects where no answer comes. */
export function post(client: Client, path: string, body: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    client.dispatch({ path, method: 'POST', headers: HEADERS, body }, collect(resolve, reject));
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
