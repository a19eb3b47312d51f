/** A media type with its parameters, in lower case (RFC 9110 section 8.3.1). */
export interface MediaType {
  readonly type: string;
  readonly parameters: readonly string[];
}

/** Reads a media type, or a range of them. */
export function parseMediaType(text: string): MediaType {
  const [type = '', ...parameters] = text
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  return { type, parameters };
}

/** The value of a parameter, without quotation marks. */
export function parameterOf({ parameters }: MediaType, name: string): string | undefined {
  const found = parameters.find((it) => it.startsWith(`${name}=`));
  return found?.slice(name.length + 1).replace(/^"(.*)"$/, '$1');
}

/** Whether its charset is UTF-8, which none stands for. */
export function isUtf8(media: MediaType): boolean {
  return (parameterOf(media, 'charset') ?? 'utf-8') === 'utf-8';
}

/** Whether a request says that its body is JSON in UTF-8, uncompressed. */
export function isJsonBody(contentType = '', contentEncoding = 'identity'): boolean {
  if (contentEncoding !== 'identity') return false;
  if (contentType === 'application/json') return true;
  const media = parseMediaType(contentType);
  return media.type === 'application/json' && isUtf8(media);
}
