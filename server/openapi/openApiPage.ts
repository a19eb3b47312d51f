import type { OpenApiDocument } from './openApiDocument.ts';

/** The page runs nothing and loads nothing. */
export const PAGE_HEADERS = {
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
} as const;

/** The document as a page for people: plain HTML, without scripts and without another server. */
export function openApiPage(document: OpenApiDocument): string {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => section(method, path, operation)),
  );
  const schemas = Object.entries(document.components.schemas).map(
    ([name, schema]) => `<h3 id="${escapeHtml(name)}">${escapeHtml(name)}</h3>${pre(schema)}`,
  );
  const { title, description } = document.info;
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${escapeHtml(title)}</title><style>${STYLE}</style></head>
<body>
<h1>${escapeHtml(title)}</h1>
<p>${escapeHtml(description)} As JSON: <a href="/openapi.json">/openapi.json</a>.</p>
${operations.join('\n')}
<h2>Schemas</h2>
${schemas.join('\n')}
</body>
</html>
`;
}

interface Described {
  readonly summary?: string;
  readonly description?: string;
  readonly parameters?: readonly { readonly name: string; readonly description: string }[];
  readonly requestBody?: { readonly content: Content };
  readonly responses?: Readonly<Record<string, { description: string; content?: Content }>>;
}

type Content = Readonly<Record<string, { readonly schema: { readonly $ref: string } }>>;

function section(
  method: string,
  path: string,
  { summary = '', description = '', parameters = [], requestBody, responses = {} }: Described,
): string {
  const headers = parameters.map(({ name, description: what }) => row(name, escapeHtml(what)));
  const body = requestBody === undefined ? [] : [row('body', links(requestBody.content))];
  const replies = Object.entries(responses).map(([status, reply]) =>
    row(status, `${escapeHtml(reply.description)} ${links(reply.content ?? {})}`),
  );
  return `<section>
<h2><code>${escapeHtml(method.toUpperCase())} ${escapeHtml(path)}</code></h2>
<p>${escapeHtml(summary)} ${escapeHtml(description)}</p>
<table>${[...headers, ...body, ...replies].join('')}</table>
</section>`;
}

const row = (name: string, html: string) =>
  `<tr><th scope="row">${escapeHtml(name)}</th><td>${html}</td></tr>`;

const links = (content: Content) =>
  Object.entries(content)
    .map(([type, { schema }]) => {
      const name = escapeHtml(schema.$ref.split('/').at(-1) ?? '');
      return `<a href="#${name}">${name}</a> <small>${escapeHtml(type)}</small>`;
    })
    .join(' ');

const pre = (value: unknown) => `<pre>${escapeHtml(JSON.stringify(value, null, 2))}</pre>`;

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '"': '&quot;' };

const escapeHtml = (text: string) => text.replace(/[&<"]/g, (found) => ENTITIES[found] ?? found);

const STYLE = `
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; vertical-align: top; padding: 0.25rem 0.75rem; border-top: 1px solid #ccc }
th { width: 14rem; font-weight: 600 }
pre { background: #f6f6f6; padding: 1rem; overflow: auto }
@media (prefers-color-scheme: dark) { body { background: #111; color: #eee } pre { background: #222 } a { color: #8bf } }
`;
