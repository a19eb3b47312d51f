import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** Opens a connection to a server, without speaking. */
export async function openSocket(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  // Servers reset what they do not like.
  socket.on('error', () => {});
  await once(socket, 'connect');
  return socket;
}

/** Sends bytes as they are and gives all that comes back until the server closes the connection. */
export async function sendRaw(url: string, text: string): Promise<string> {
  const socket = await openSocket(url);
  socket.write(text);
  return readToEnd(socket);
}

/** All that comes until the other side closes the connection. */
export async function readToEnd(socket: Socket): Promise<string> {
  let received = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    received += chunk;
  });
  // By no promise of `once`, which an error rejects: a connection that is reset has been closed too.
  await new Promise<void>((resolve) => void socket.once('close', () => resolve()));
  return received;
}

/** The status of each reply in raw bytes. */
export const statuses = (raw: string): number[] =>
  [...raw.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status));
