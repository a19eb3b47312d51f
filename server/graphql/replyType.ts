import { isUtf8, type MediaType, parameterOf, parseMediaType } from '../http/mediaType.ts';

/** The two media types of a GraphQL reply (GraphQL over HTTP, "Media types"). */
export type JsonType = 'application/json' | 'application/graphql-response+json';

/** What a reply can be: JSON, or what only Yoga answers, the same as a stream of one part. */
export type ReplyType = JsonType | 'text/event-stream' | 'multipart/mixed';

const ACCEPTED: ReadonlyMap<string, ReplyType> = new Map([
  ['*/*', 'application/json'],
  ['application/*', 'application/json'],
  ['application/json', 'application/json'],
  ['application/graphql-response+json', 'application/graphql-response+json'],
  ['text/*', 'text/event-stream'],
  ['text/event-stream', 'text/event-stream'],
  ['multipart/*', 'multipart/mixed'],
  ['multipart/mixed', 'multipart/mixed'],
]);

/** The media type to answer with: the first JSON that is accepted, or the first stream; null where nothing is. */
export function replyType(accept = ''): ReplyType | null {
  // An empty header says as little as none.
  const plain = ACCEPTED.get(accept || '*/*');
  if (plain !== undefined) return plain;
  let stream: ReplyType | null = null;
  for (const text of accept.split(',')) {
    const range = parseMediaType(text);
    const type = ACCEPTED.get(range.type);
    if (type === undefined || !isUtf8(range) || !isWanted(range)) continue;
    if (isJsonType(type)) return type;
    stream ??= type;
  }
  return stream;
}

/** Whether a reply is one piece of JSON. */
export function isJsonType(type: ReplyType): type is JsonType {
  return type.startsWith('application/');
}

/** A weight of zero says that this is not wanted. */
const isWanted = (media: MediaType) => !/^0(?:\.0*)?$/.test(parameterOf(media, 'q') ?? '1');
