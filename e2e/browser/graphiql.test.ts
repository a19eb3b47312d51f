import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { graphiqlPage } from '../support/graphiqlPage.ts';
import { openBrowser } from '../support/openBrowser.ts';
import { type RefreshQL, startRefreshQL } from '../support/startRefreshQL.ts';

const ARTEFACTS = join(import.meta.dirname, '../../test/artefacts');

let refreshql: RefreshQL;
beforeAll(async () => {
  await mkdir(ARTEFACTS, { recursive: true });
  refreshql = await startRefreshQL({}, ['--sandbox']);
});
afterAll(() => refreshql[Symbol.asyncDispose]());

const rotations = () => refreshql.counted('refreshql_session_events_total', '"session.refreshed"');

describe('GraphiQL in Chromium', () => {
  it('rotates a live token when play is pressed, with nothing else to do first', async () => {
    await using browser = await openBrowser();
    const graphiql = graphiqlPage(browser.page);
    const before = await rotations();
    await graphiql.open(refreshql.graphql);
    expect(await graphiql.shown('Variables')).toContain('"refreshToken": "eyJ');
    const { body } = await graphiql.play();
    const { refreshToken } = JSON.parse(body).data;
    expect(refreshToken).toMatchObject({ __typename: 'Token', rotated: true });
    expect((await rotations()) - before).toBe(1);
    const shown = await graphiql.shown('Result Window');
    expect(shown).toContain('"__typename": "Token"');
    expect(shown.replace(/\s/g, '')).toContain(refreshToken.accessToken.slice(0, 20));
    await browser.page.screenshot({ path: join(ARTEFACTS, 'graphiql.png') });
  });

  it('runs every tab as it is, each after one click, from this machine alone and without a word in the console', async () => {
    await using browser = await openBrowser();
    const graphiql = graphiqlPage(browser.page);
    await graphiql.open(refreshql.graphql);
    const tabs = await graphiql.tabs();
    expect(tabs).toEqual([
      'RefreshNative',
      'RefreshTestnet',
      'RefreshMainnet',
      'Issuers',
      'Viewer',
    ]);
    const replies: Record<string, unknown> = {};
    for (const tab of tabs) {
      await graphiql.choose(tab);
      const { sent, body } = await graphiql.play();
      expect(JSON.parse(sent).operationName).toBe(tab);
      replies[tab] = JSON.parse(body).data;
    }
    expect(replies).toMatchObject({
      RefreshNative: { refreshToken: { __typename: 'Token' } },
      RefreshTestnet: { refreshToken: { issuer: { id: 'walletkit-testnet' } } },
      RefreshMainnet: { refreshToken: { issuer: { id: 'walletkit-mainnet' } } },
      Issuers: { issuers: expect.arrayContaining([expect.objectContaining({ id: 'native' })]) },
      Viewer: { viewer: { id: 'demo' } },
    });
    expect(browser.strayRequests).toEqual([]);
    expect(browser.console).toEqual([]);
  });
});
