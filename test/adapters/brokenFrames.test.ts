import type { Socket } from 'node:net';
import { expect, it } from 'vitest';
import { createHttp } from '../../adapters/http.ts';
import { type Fault, httpReply, startFaultServer } from '../support/faultServer.ts';

const PAIR = { access_token: 'new_at', refresh_token: 'new_rt' };
const json = { 'content-type': 'application/json' };

async function replyTo(fault: Fault, timeoutMs = 5_000) {
  await using server = await startFaultServer(fault);
  const http = createHttp({ timeoutMs, allowPrivate: true });
  const url = new URL('/refresh', server.url);
  const outcome = await http.send({ method: 'POST', url, headers: {}, body: '{}' });
  await http.close();
  expect(server.requests).toHaveLength(1);
  return outcome;
}

/** A reply that promises more than there is. */
const cut = (status: number, body: string) =>
  httpReply(status, body, { ...json, 'content-length': '999' });

function endless(status: number, body: string): Buffer {
  const chunk = `${Buffer.byteLength(body).toString(16)}\r\n${body}\r\n`;
  const head = 'content-type: application/json\r\ntransfer-encoding: chunked';
  return Buffer.from(`HTTP/1.1 ${status} Status\r\n${head}\r\n\r\n${chunk}`);
}

function reset(socket: Socket, wire: Buffer): void {
  socket.write(wire, () => socket.resetAndDestroy());
}

const FRAMES = [
  ['a Content-Length that is too large', cut],
  ['chunks without the last one', endless],
] as const;

const ENDS = [
  ['a close', (socket: Socket, wire: Buffer) => void socket.end(wire)],
  ['a reset', reset],
] as const;

const BROKEN = FRAMES.flatMap(([frame, wire]) =>
  ENDS.map(([end, send]) => ({ title: `${frame} and ${end}`, wire, send })),
);

it.each(BROKEN)('a whole object is an answer in spite of $title', async ({ wire, send }) => {
  const pair = JSON.stringify(PAIR);
  expect(await replyTo((socket) => send(socket, wire(200, pair)))).toMatchObject({
    type: 'reply',
    status: 200,
    json: PAIR,
  });
  const refusal = '{"error":"invalid_grant"}';
  expect(await replyTo((socket) => send(socket, wire(400, refusal)))).toMatchObject({
    type: 'reply',
    status: 400,
    json: { error: 'invalid_grant' },
  });
});

it.each(FRAMES)('a whole object is an answer in spite of %s and silence', async (_title, wire) => {
  const pair = JSON.stringify(PAIR);
  const outcome = await replyTo((socket) => socket.write(wire(200, pair)), 50);
  expect(outcome).toMatchObject({ type: 'reply', status: 200, json: PAIR });
});

it.each(['', '[1', '{"access_token":"new_at","refresh_tok', '12', 'true', '"x"'])(
  'what may be half of an answer is none: %j',
  async (body) => {
    expect(await replyTo((socket) => socket.end(cut(200, body)))).toMatchObject({
      type: 'maybe-sent',
      reason: 'connection',
    });
  },
);

it('a refusal stands without its half of an explanation', async () => {
  const outcome = await replyTo((socket) => socket.end(cut(400, '{"error":"inv')));
  expect(outcome).toMatchObject({ type: 'reply', status: 400, json: undefined });
});
