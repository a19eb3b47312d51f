import type { Socket } from 'node:net';
import { openSocket, sendRaw } from './rawSocket.ts';

// A program of tests, see holdSockets.ts: it opens connections to a server, keeps them, and says nothing whole.
const [url = '', count = ''] = process.argv.slice(2);
const AT_ONCE = 250;
const HEALTH = 'GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n';

const sockets: Socket[] = [];
while (sockets.length < Number(count)) {
  const length = Math.min(AT_ONCE, Number(count) - sockets.length);
  sockets.push(...(await Promise.all(Array.from({ length }, () => openSocket(url)))));
  // Few may wait to be accepted; where one is answered, all before it have been.
  await sendRaw(url, HEALTH);
}
for (const [n, socket] of sockets.entries()) {
  // What a server does not want any more is only seen to end where it is read.
  socket.resume();
  if (n % 2 === 0) socket.write('POST /graphql HTTP/1.1\r\nHost: x\r\nX-A: a');
}

const tell = () => process.send?.(sockets.filter((it) => it.readyState === 'open').length);
process.on('message', tell).on('disconnect', () => process.exit());
tell();
