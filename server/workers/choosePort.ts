import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';

/**
 * A free port of a host, in place of port 0. Workers are given it by number, so that one that starts after all the others
 * have ended finds it again: what they share ends with the last of them.
 */
export async function choosePort(host: string): Promise<number> {
  const server = createServer().listen(0, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
