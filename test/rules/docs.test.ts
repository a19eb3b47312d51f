import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { REFRESH_ERRORS } from '../../domain/refreshErrorCode.ts';
import { MAX_OBJECT_FIELDS, MAX_REPRESENTATIONS } from '../../schema/requestBudget.ts';
import { CONFIG_NAMES } from '../../server/config/configSchema.ts';
import { printConfig } from '../../server/config.ts';
import { MAX_NESTING } from '../../server/http/parseJson.ts';
import { createMetrics } from '../../server/metrics.ts';
import { OAUTH2_ERRORS } from '../../server/oauth2/oauth2Error.ts';
import { SESSION_TOKEN_CODES } from '../../server/rest/sessionTokenFailure.ts';
import { WALLETKIT_STATUSES } from '../../server/rest/walletKitFailure.ts';
import { loaded, PRODUCTION } from '../server/configSupport.ts';
import { projectFiles } from './projectFiles.ts';

const ROOT = join(import.meta.dirname, '../..');
const PAGES = new Map(
  projectFiles()
    .filter(({ path }) => path.endsWith('.md'))
    .map(({ path, text }) => [path, text]),
);
const scripts: object = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).scripts;

const docs = [...PAGES].filter(([path]) => path.startsWith('docs/'));
const docsText = docs.map(([, text]) => text).join('\n');
const page = (path: string) => PAGES.get(path) ?? '';
const prose = (text: string) => text.replace(/^```.*?^```/gms, '');

/** What stands between backticks. */
const quoted = (text: string) => [...text.matchAll(/`([^`\n]+)`/g)].map(([, code]) => code!);

/** Where a page links to within the project, as `path` and `#heading`. */
function linksOf(path: string) {
  const targets = [...prose(page(path)).matchAll(/\]\(([^)\s]+)\)/g)].map(([, to]) => to!);
  return targets
    .filter((to) => !/^[a-z]+:/.test(to))
    .map((to) => {
      const [file = '', heading = null] = to.split('#');
      return { to, heading, path: file === '' ? path : posix.join(posix.dirname(path), file) };
    });
}

/** The anchors of the headings of a page, as GitHub makes them. */
const headingsOf = (path: string) =>
  [...prose(page(path)).matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/[^\w\s-]/g, '')
      .replaceAll(' ', '-'),
  );

/** The rows of the table whose first heading is this, cell by cell. */
function rowsUnder(text: string, firstHeading: string): string[][] {
  const [, , , table = ''] =
    new RegExp(`^(\\| ${firstHeading} .*\n)(\\|.*\n)((?:\\|.*\n)+)`, 'm').exec(text) ?? [];
  const cells = (line: string) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim());
  return table.trimEnd().split('\n').map(cells);
}

const sorted = (words: Iterable<string>) => [...new Set(words)].sort();

describe('every page', () => {
  it('links only to files and headings that exist', () => {
    const broken = [...PAGES.keys()].flatMap((from) =>
      linksOf(from)
        .filter(
          ({ path, heading }) =>
            !existsSync(join(ROOT, path)) ||
            (heading !== null && !headingsOf(path).includes(heading)),
        )
        .map(({ to }) => `${from}: ${to}`),
    );
    expect(broken).toEqual([]);
    expect([...PAGES.keys()].flatMap(linksOf).length).toBeGreaterThan(40);
  });

  it('names only npm scripts that exist', () => {
    for (const [path, text] of PAGES) {
      for (const [, script] of text.matchAll(/npm run ([a-z][\w:-]*)/g)) {
        expect(scripts, path).toHaveProperty([script!]);
      }
    }
  });

  it('is linked from the README', () => {
    const linked = linksOf('README.md').map(({ path }) => path);
    const meant = ['CHANGELOG.md', 'bench/README.md', 'examples/README.md'];
    const pages = [...docs.map(([path]) => path), ...meant];
    expect(pages.filter((path) => !linked.includes(path))).toEqual([]);
  });
});

describe('docs/configuration.md', () => {
  const rows = rowsUnder(page('docs/configuration.md'), 'name').flatMap(([names, defaults]) => {
    const each = quoted(names!);
    const values = each.length === 1 ? [defaults!] : defaults!.split(', ');
    return each.map((name, i) => ({ name, value: values[i]! }));
  });

  it('lists every name once, and no other', () => {
    expect(rows.map(({ name }) => name).sort()).toEqual([...CONFIG_NAMES].sort());
  });

  it.each([
    ['development', {}],
    ['production', PRODUCTION],
  ] as const)('states what is in force in %s when nothing is said', (mode, env) => {
    const printed = new Map(
      [...printConfig(loaded(env)).matchAll(/^(\w+)=(.*) {2}\((\w+)\)$/gm)].map(
        ([, name, value, source]) => [name!, { value: value!, source: source! }],
      ),
    );
    expect(printed.size).toBe(CONFIG_NAMES.length);
    const unset = (name: string) => printed.get(name)?.source === 'default';
    const stated = (value: string) =>
      (new RegExp(`\`([^\`]+)\` in ${mode}`).exec(value)?.[1] ?? value)
        .replace(/^generated$/, mode === 'production' ? 'not set' : 'generated at start')
        .replace(/^none$/, 'not set')
        .replaceAll('`', '')
        .replace(/\b(?:HOST|PORT|DATA_DIR|REUSE_GRACE)\b/g, (name) => printed.get(name)!.value)
        .replace(/[<>]/g, '');
    const open = rows.filter(({ name }) => unset(name));
    expect(open.length).toBeGreaterThan(25);
    const compact = (text: string) => (text.startsWith('{') ? text.replaceAll(' ', '') : text);
    expect(open.map(({ name, value }) => `${name}=${compact(stated(value))}`)).toEqual(
      open.map(({ name }) => `${name}=${printed.get(name)?.value}`),
    );
  });
});

describe('the pages on the bounds of a request', () => {
  const text = (path: string) => page(path).replace(/\s+/g, ' ');
  const [most, answered] = [MAX_REPRESENTATIONS, MAX_OBJECT_FIELDS].map((count) =>
    count.toLocaleString('en'),
  );

  it('say how deep a body may be nested', () => {
    expect(text('docs/threat-model.md')).toContain(`nested ${MAX_NESTING} levels at the most`);
  });

  it('say how many entities a request may ask for, and how many fields it is answered with', () => {
    const stated = {
      'docs/threat-model.md': [`${most} representations a request`, `${answered} fields of`],
      'docs/federation.md': [`takes ${most} representations at the most`, `${answered} fields of`],
    };
    for (const [path, sentences] of Object.entries(stated)) {
      for (const sentence of sentences) expect(text(path), path).toContain(sentence);
    }
  });
});

describe('the pages on refusals', () => {
  it('tell clients of every code whether to retry and whether to sign in', () => {
    const word = (fact: boolean) => (fact ? 'yes' : 'no');
    const stated = rowsUnder(page('docs/clients.md'), 'code').flatMap(
      ([codes, , retryable, reauthenticate]) =>
        quoted(codes!).map((code) => [code, retryable, reauthenticate]),
    );
    const facts = Object.entries(REFRESH_ERRORS).map(([code, { retryable, reauthenticate }]) => [
      code,
      word(retryable),
      word(reauthenticate),
    ]);
    expect(stated.sort()).toEqual(facts.sort());
  });

  it('say what becomes of every code at every face', () => {
    const stated = rowsUnder(page('docs/faces.md'), 'code').flatMap(
      ([codes, sessionToken, walletKit, oauth2]) =>
        quoted(codes!).map((code) => [code, sessionToken, walletKit, oauth2!.split(',')[0]]),
    );
    const facts = Object.entries(OAUTH2_ERRORS).map(([code, { status, error }]) => [
      code,
      `${SESSION_TOKEN_CODES[code as keyof typeof SESSION_TOKEN_CODES]}`,
      `${WALLETKIT_STATUSES[code as keyof typeof WALLETKIT_STATUSES]}`,
      `${status} \`${error}\``,
    ]);
    expect(stated.sort()).toEqual(facts.sort());
  });
});

describe('what is logged and counted', () => {
  const events = readFileSync(join(ROOT, 'domain/events.ts'), 'utf8');
  const types = [...events.matchAll(/'([a-z]+\.[a-z_-]+|defect)'/g)].map(([, type]) => type!);

  it('is explained, event by event', () => {
    const families = new Set(types.map((type) => type.split('.')[0]));
    const named = quoted(docsText).filter(
      (code) => /^[a-z]+\.[a-z_-]+$/.test(code) && families.has(code.split('.')[0]),
    );
    const explained = [...named, ...quoted(docsText).filter((code) => code === 'defect')];
    expect(types.length).toBeGreaterThan(25);
    expect(sorted(explained)).toEqual(sorted(types));
  });

  it('is explained, metric by metric', async () => {
    const { body } = await createMetrics().render();
    const metrics = [...body.matchAll(/^# HELP (refreshql_\w+)/gm)].map(([, name]) => name!);
    const named = [...docsText.matchAll(/`(refreshql_\w+_(?:total|seconds))\b/g)];
    expect(metrics.length).toBeGreaterThan(8);
    expect(sorted(named.map(([, name]) => name!))).toEqual(sorted(metrics));
  });
});
