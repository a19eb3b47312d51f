import { once } from 'node:events';
import { createServer } from 'node:net';
import type { TestProject } from 'vitest/node';
import { type PostgresCluster, startPostgresCluster } from '../../bench/process/postgresCluster.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Who connects to this port of 127.0.0.1 is told the URL of the shared cluster. */
    postgresPort: number;
  }
}

/** One PostgreSQL for a whole run of the tests, started when the first of them asks for it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  let cluster: Promise<PostgresCluster> | null = null;
  const server = createServer(async (socket) => {
    socket.on('error', () => {});
    cluster ??= startPostgresCluster();
    const answer = await cluster.then(
      (it) => it.url(),
      (cause) => `error: ${cause}`,
    );
    socket.end(answer);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  project.provide('postgresPort', (server.address() as { port: number }).port);
  return async () => {
    server.close();
    await cluster?.then((it) => it[Symbol.asyncDispose]());
  };
}
