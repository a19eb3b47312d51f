import { describe, expect, it } from 'vitest';
import { isModule, type ProjectFile, projectFiles, sourceModules } from './projectFiles.ts';
import { memberOf, type Node, nameOf, walk } from './syntaxTree.ts';

const tests = () => projectFiles('test').filter(isModule);
const generated = ({ path }: ProjectFile) => path.startsWith('test/gql/');
const linesOf = ({ text }: ProjectFile) => text.trimEnd().split('\n').length;

const longerThan = (lines: number, files: readonly ProjectFile[]) =>
  files
    .filter((file) => linesOf(file) > lines)
    .map((file) => `${file.path} has ${linesOf(file)} lines`);

/** Uses of the language that the house does without, by the sentence that says why. */
const BANNED: Readonly<Record<string, (node: Node) => boolean>> = {
  'uses the global fetch; adapters/http.ts is how requests leave': (node) =>
    (node.type === 'CallExpression' && nameOf(node['callee']) === 'fetch') ||
    (memberOf(node) === 'fetch' && /^(globalThis|global|self)$/.test(nameOf(node['object']) ?? '')),
  'uses Math.random; node:crypto is how chance enters': (node) =>
    memberOf(node) === 'random' && nameOf(node['object']) === 'Math',
  'uses any': (node) => node.type === 'TSAnyKeyword',
};

function bannedIn(file: ProjectFile): readonly string[] {
  const found = new Set<string>();
  walk(file, (node) => {
    for (const [sentence, is] of Object.entries(BANNED)) if (is(node)) found.add(sentence);
  });
  if (/@ts-(?:ignore|nocheck|expect-error)/.test(file.text)) found.add('silences the type checker');
  if (/biome-ignore[^\n]*(?:noExplicitAny|noConsole)/.test(file.text))
    found.add('silences the linter');
  return [...found].map((sentence) => `${file.path} ${sentence}`);
}

describe('source', () => {
  it('is in files of at most 200 lines', () => {
    const bench = projectFiles('bench').filter(isModule);
    expect(longerThan(200, [...sourceModules(), ...bench])).toEqual([]);
  });

  it('does without what the house does without', () => {
    expect(sourceModules().flatMap(bannedIn)).toEqual([]);
  });
});

describe('tests', () => {
  it('are in files of at most 250 lines', () => {
    expect(
      longerThan(
        250,
        tests().filter((file) => !generated(file)),
      ),
    ).toEqual([]);
  });
});

describe('the repository', () => {
  it('locks versions, not the addresses they were fetched from', () => {
    const locks = projectFiles().filter(({ path }) => path.endsWith('package-lock.json'));
    expect(locks.map(({ path }) => path)).toContain('bench/peers/package-lock.json');
    for (const { path, text } of locks) {
      expect(text, path).toContain('"lockfileVersion"');
      expect(text, path).not.toContain('"resolved"');
    }
  });

  it('names no directory of the machine it was written on', () => {
    const place = ['', 'work', ''].join('/');
    const files = projectFiles();
    expect(files.length).toBeGreaterThan(50);
    expect(files.filter(({ text }) => text.includes(place)).map(({ path }) => path)).toEqual([]);
  });
});

describe('these rules', () => {
  it.each([
    ['await fetch(url)', 'fetch'],
    ['const send = globalThis.fetch', 'fetch'],
    ['const id = Math.random()', 'Math.random'],
    ['const x = y as any', 'any'],
    ['// @ts-ignore', 'type checker'],
    ['// biome-ignore lint/suspicious/noExplicitAny: x', 'linter'],
  ])('see %s', (text, word) => {
    expect(bannedIn({ path: 'server/a.ts', text }).join()).toContain(word);
  });

  it('let the same words pass where they mean something else', () => {
    const text = `yoga.fetch(request); const fetch = 1; // any Math.random()\nf('as any', fc.random)`;
    expect(bannedIn({ path: 'server/a.ts', text })).toEqual([]);
  });

  it('count lines as an editor does', () => {
    const file = (lines: number) => ({ path: 'a.ts', text: 'x\n'.repeat(lines) });
    expect(longerThan(200, [file(200), file(201)])).toEqual(['a.ts has 201 lines']);
  });
});
