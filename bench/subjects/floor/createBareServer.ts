import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** The value of `variables.input` of a request, unchecked. */
export type Input = Readonly<Record<string, Readonly<Record<string, string>> | undefined>>;

/** Does the work by hand: gives the members of the success type, or null for a refusal. */
export type ByHand = (input: Input) => Promise<object | null>;

/** A bare node:http server that speaks just enough of the GraphQL request and reply: no limits, no checks, one field. */
export function createBareServer(work: ByHand): Server {
  return createServer((request, response) => {
    answer(work, request, response).catch(() => send(response, 500, { errors: [] }));
  });
}

async function answer(work: ByHand, request: IncomingMessage, response: ServerResponse) {
  const { variables } = JSON.parse(await read(request));
  const refreshToken = await work(variables.input);
  if (refreshToken === null) send(response, 200, REFUSED);
  else send(response, 200, { data: { refreshToken } });
}

const REFUSED = { data: { refreshToken: { code: 'TOKEN_INVALID' } } };

function read(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => {
      text += chunk;
    });
    request.once('end', () => resolve(text)).once('error', reject);
  });
}

function send(response: ServerResponse, status: number, value: object): void {
  const body = JSON.stringify(value);
  const length = Buffer.byteLength(body);
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': length });
  response.end(body);
}
