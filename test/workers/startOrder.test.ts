import { createServer, type Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { choosePort } from '../../server/workers/choosePort.ts';
import { programIn } from '../support/runProgram.ts';
import { SERVICE_KEY } from '../support/startTestServer.ts';
import { tempDir } from '../support/tempDir.ts';

/** A database that takes connections and says nothing until it is told to end them. */
async function silentDatabase() {
  const asked = Promise.withResolvers<void>();
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.once('data', () => asked.resolve());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const end = () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  return { url: `postgres://nobody@127.0.0.1:${port}/nothing`, asked: asked.promise, end };
}

/** What the port of a program answers while it opens the store, and how the program ends when that fails. */
async function whileStarting(workers: string) {
  await using dir = await tempDir();
  const database = await silentDatabase();
  const port = String(await choosePort('127.0.0.1'));
  const env = { PORT: port, WORKERS: workers, DATABASE_URL: database.url, SERVICE_KEY };
  const ended = programIn(dir.path, env)([]);
  await database.asked;
  const answer = await fetch(`http://127.0.0.1:${port}/ready`).then(
    async (response) => [response.status, await response.json()],
    ({ cause }) => cause.code,
  );
  database.end();
  const { code, stderr } = await ended;
  return { answer, code, problems: stderr.match(/the store cannot be opened/g) };
}

describe('while the store is opened', () => {
  it('the only process answers that it starts', async () => {
    expect(await whileStarting('1')).toEqual({
      answer: [503, { status: 'starting' }],
      code: 1,
      problems: [expect.any(String)],
    });
  });

  it('a worker takes no connection yet: another one could serve it', async () => {
    expect(await whileStarting('2')).toEqual({
      answer: 'ECONNREFUSED',
      code: 1,
      problems: [expect.any(String)],
    });
  });
});
