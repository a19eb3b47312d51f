/** The two media types of a GraphQL reply (GraphQL over HTTP, "Media types"). */
export type ReplyType = 'application/json' | 'application/graphql-response+json';

const ACCEPTED: ReadonlyMap<string, ReplyType> = new Map([
  ['*/*', 'application/json'],
  ['application/*', 'application/json'],
  ['application/json', 'application/json'],
  ['application/graphql-response+json', 'application/graphql-response+json'],
]);

/** The media type to answer with: the first that is accepted, as Yoga chooses it; null where none is plain JSON. */
export function replyType(accept = ''): ReplyType | null {
  // An empty header says as little as none.
  const plain = ACCEPTED.get(accept || '*/*');
  if (plain !== undefined) return plain;
  for (const range of accept.toLowerCase().split(',')) {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim());
    const charset = parameters.find((parameter) => parameter.startsWith('charset='));
    if (charset !== undefined && charset !== 'charset=utf-8') continue;
    const answer = ACCEPTED.get(type);
    if (answer !== undefined) return answer;
  }
  return null;
}

/** Whether anything that a reply can be is taken: JSON, or what Yoga answers as a stream. */
export function isAcceptable(accept: string | undefined): boolean {
  return (
    replyType(accept) !== null ||
    /\b(?:text\/(?:event-stream|\*)|multipart\/(?:mixed|\*))/i.test(accept ?? '')
  );
}

/** Whether a request says that its body is JSON in UTF-8, uncompressed. */
export function isJson(contentType = '', contentEncoding = 'identity'): boolean {
  if (contentType === 'application/json' && contentEncoding === 'identity') return true;
  const [type = '', ...parameters] = contentType
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  const charset = parameters.find((parameter) => parameter.startsWith('charset='));
  const utf8 = charset === undefined || /^charset="?utf-8"?$/.test(charset);
  return type === 'application/json' && utf8 && contentEncoding === 'identity';
}
