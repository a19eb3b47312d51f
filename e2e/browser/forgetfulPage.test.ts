import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { graphiqlPage } from '../support/graphiqlPage.ts';
import { openBrowser } from '../support/openBrowser.ts';
import { type RefreshQL, startRefreshQL } from '../support/startRefreshQL.ts';

let refreshql: RefreshQL;
beforeAll(async () => {
  refreshql = await startRefreshQL({}, ['--sandbox']);
});
afterAll(() => refreshql[Symbol.asyncDispose]());

/** What the browser itself holds for the origin, whatever the page's own `localStorage` says. */
async function stored(context: BrowserContext, page: Page): Promise<string> {
  const devtools = await context.newCDPSession(page);
  await devtools.send('DOMStorage.enable');
  const areas = [true, false].map(async (isLocalStorage) => {
    const storageId = { securityOrigin: refreshql.url, isLocalStorage };
    return (await devtools.send('DOMStorage.getDOMStorageItems', { storageId })).entries;
  });
  const databases = page.evaluate(() => indexedDB.databases());
  return JSON.stringify([await Promise.all(areas), await databases, await context.cookies()]);
}

const NOTHING = JSON.stringify([[[], []], [], []]);

describe('the page of GraphiQL', () => {
  it('leaves nothing in storage, in the address or in the profile, neither at work nor after a reload', async () => {
    let tokens: readonly string[] = [];
    let profile = '';
    {
      await using browser = await openBrowser();
      const { context, page } = browser;
      const graphiql = graphiqlPage(page);
      await graphiql.open(refreshql.graphql);
      const { sent, body } = await graphiql.play();
      tokens = [sent, body].flatMap((text) => text.match(/eyJ[\w-]+\.[\w-]+\.[\w-]+/g) ?? []);
      expect(tokens).toHaveLength(3);
      await graphiql.write(
        `mutation Pasted { revokeToken(input: { native: { refreshToken: "${tokens[0]}" } }) { __typename } }`,
      );
      await expect.poll(() => graphiql.shown('Operation Editor')).toContain('Pasted');
      expect(page.url()).toBe(refreshql.graphql);
      expect(await stored(context, page)).toBe(NOTHING);
      await page.reload();
      expect(page.url()).toBe(refreshql.graphql);
      expect(await stored(context, page)).toBe(NOTHING);
      profile = browser.profile;
      await context.close();
      expect(await filesWith(profile, tokens)).toEqual([]);
    }
  });

  it('is watched by eyes that would see something: other pages of the origin can store', async () => {
    await using browser = await openBrowser();
    await browser.page.goto(`${refreshql.url}/health`);
    await browser.page.evaluate(() => localStorage.setItem('a', 'b'));
    expect(await stored(browser.context, browser.page)).toContain('["a","b"]');
  });
});

/** The files of a closed profile that contain one of the texts. */
async function filesWith(directory: string, texts: readonly string[]): Promise<readonly string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((it) => join(it.parentPath, it.name));
  expect(files.length).toBeGreaterThan(10);
  const found: string[] = [];
  for (const file of files) {
    const bytes = await readFile(file);
    if (texts.some((text) => bytes.includes(text))) found.push(file);
  }
  return found;
}
