import type { RefreshQL } from './startRefreshQL.ts';

/** The variables of the example tabs that refresh, in their order; reading them signs the demo user in. */
export async function exampleInputs({ graphql }: RefreshQL): Promise<readonly object[]> {
  const page = await fetch(graphql, { headers: { accept: 'text/html' } });
  return [...(await page.text()).matchAll(/"variables":"((?:[^"\\]|\\.)*)"/g)]
    .map(([, json]) => JSON.parse(JSON.parse(`"${json}"`)))
    .slice(0, 3);
}
