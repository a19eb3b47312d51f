import type { Answer } from './post.ts';

/** Takes what a connection brought; gives a reply once it is whole, and null before. */
export type ReplyReader = (text: string) => Answer | null;

const END_OF_HEAD = '\r\n\r\n';

/** Reads the replies of one connection (RFC 9112), in characters of a byte each and without trailers. */
export function createReplyReader(): ReplyReader {
  let received = '';
  return (text) => {
    received += text;
    const end = received.indexOf(END_OF_HEAD);
    if (end === -1) return null;
    const head = received.slice(0, end).toLowerCase();
    const body = received.slice(end + END_OF_HEAD.length);
    const whole = head.includes('transfer-encoding: chunked')
      ? joinChunks(body)
      : ofLength(body, lengthOf(head));
    if (whole === null) return null;
    received = '';
    return { status: Number(head.slice(9, 12)), text: whole };
  };
}

const LENGTH = '\r\ncontent-length: ';

function lengthOf(head: string): number {
  const start = head.indexOf(LENGTH);
  return start === -1 ? 0 : Number.parseInt(head.slice(start + LENGTH.length), 10);
}

const ofLength = (body: string, length: number) => (body.length < length ? null : body);

function joinChunks(body: string): string | null {
  let joined = '';
  for (let at = 0; ; ) {
    const end = body.indexOf('\r\n', at);
    const length = Number.parseInt(body.slice(at, end), 16);
    if (end === -1 || body.length < end + length + 4) return null;
    if (length === 0) return joined;
    joined += body.slice(end + 2, end + 2 + length);
    at = end + length + 4;
  }
}
