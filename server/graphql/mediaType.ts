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
  for (const text of accept.toLowerCase().split(',')) {
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

/** Whether a request says that its body is JSON in UTF-8, uncompressed. */
export function isJson(contentType = '', contentEncoding = 'identity'): boolean {
  if (contentEncoding !== 'identity') return false;
  if (contentType === 'application/json') return true;
  const media = parseMediaType(contentType.toLowerCase());
  return media.type === 'application/json' && isUtf8(media);
}

interface MediaType {
  readonly type: string;
  readonly parameters: readonly string[];
}

function parseMediaType(text: string): MediaType {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim());
  return { type, parameters };
}

function parameter({ parameters }: MediaType, name: string): string | undefined {
  const found = parameters.find((it) => it.startsWith(`${name}=`));
  return found?.slice(name.length + 1).replace(/^"(.*)"$/, '$1');
}

const isUtf8 = (media: MediaType) => (parameter(media, 'charset') ?? 'utf-8') === 'utf-8';

/** A weight of zero says that this is not wanted. */
const isWanted = (media: MediaType) => !/^0(?:\.0*)?$/.test(parameter(media, 'q') ?? '1');
