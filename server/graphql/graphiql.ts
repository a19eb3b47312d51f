import type { GraphiQLOptions } from 'graphql-yoga';
import type { Call } from '../../domain/call.ts';
import { type ExampleCredentials, exampleTabs } from './exampleTabs.ts';

/** The playground: which tabs it opens on, and its page. */
export interface GraphiQL {
  options(call: Call | undefined): Promise<GraphiQLOptions>;
  render(options: GraphiQLOptions): Promise<string>;
}

/** GraphiQL from bundled assets, opening on tabs that run as they are. `examples` is asked at each load. */
export function createGraphiQL(examples: (call: Call) => Promise<ExampleCredentials>): GraphiQL {
  return {
    async options(call) {
      const defaultTabs = call === undefined ? [] : exampleTabs(await examples(call));
      return { title: 'RefreshQL', defaultTabs, shouldPersistHeaders: false };
    },
    async render(options) {
      // 9 MB of assets: loaded when the page is first asked for.
      const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
      return renderGraphiQL(withVariables(options)).replace('<head>', HEAD);
    },
  };
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
