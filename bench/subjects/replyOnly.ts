import { createServer } from 'node:http';
import { announce, listen, subjectOptions } from './subject.ts';

// What node:http costs: the body is read and thrown away, and the reply is always the same text.
// A string, which node:http sends in one piece with the head.
const body = subjectOptions().settings['reply'] ?? '';
const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
const server = createServer((request, response) => {
  request.resume().once('end', () => response.writeHead(200, headers).end(body));
});
announce({ url: await listen(server), seeds: [] });
