import type { GraphiQLOptions } from 'graphql-yoga';
import type { Call } from '../../domain/call.ts';
import { type ExampleCredentials, exampleTabs } from './exampleTabs.ts';

/** The playground: its page, in parts of which all but one are the same for every caller. */
export type GraphiQL = (call: Call) => Promise<readonly Buffer[]>;

/** GraphiQL from bundled assets, opening on tabs that run as they are. `examples` is asked at each load. */
export function createGraphiQL(examples: (call: Call) => Promise<ExampleCredentials>): GraphiQL {
  let shell: Promise<Shell> | null = null;
  return async (call) => {
    const defaultTabs = exampleTabs(await examples(call));
    shell ??= loadShell();
    const { before, after } = await shell;
    return [before, Buffer.from(JSON.stringify(withVariables({ ...OPTIONS, defaultTabs }))), after];
  };
}

const OPTIONS: GraphiQLOptions = { title: 'RefreshQL', shouldPersistHeaders: false };

/** The page without its options. */
type Shell = Readonly<Record<'before' | 'after', Buffer>>;

/** 9 MB of assets, which are loaded when the page is first asked for. */
async function loadShell(): Promise<Shell> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  const page = renderGraphiQL(OPTIONS).replace('<head>', HEAD);
  const options = JSON.stringify(OPTIONS);
  const at = page.lastIndexOf(options);
  const after = page.slice(at + options.length);
  return { before: Buffer.from(page.slice(0, at)), after: Buffer.from(after) };
}

/** GraphiQL shows the first tab with these variables; those of the tab itself it reads only when it is chosen again. */
function withVariables(options: GraphiQLOptions): GraphiQLOptions & { variables: string } {
  return { ...options, variables: options.defaultTabs?.[0]?.variables ?? '' };
}

/**
 * Amends GraphiQL's page. Tabs and the address may hold tokens: here both are forgotten with the page. And tabs stay where
 * they are: on the first click GraphiQL moves all but the last one from under the pointer, so that the click is lost.
 */
const HEAD = `<head><style>.graphiql-tab { transform: none !important; }</style><script>
(() => {
  const kept = new Map();
  const storage = {
    get length() { return kept.size; },
    key: (index) => [...kept.keys()][index] ?? null,
    getItem: (key) => kept.get(String(key)) ?? null,
    setItem: (key, value) => { kept.set(String(key), String(value)); },
    removeItem: (key) => { kept.delete(String(key)); },
    clear: () => kept.clear(),
  };
  Object.defineProperty(window, 'localStorage', { value: storage });
  Object.defineProperty(window, 'sessionStorage', { value: storage });
  history.replaceState = () => {};
})();
</script>`;
