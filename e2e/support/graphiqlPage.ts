import type { Page, Request, Response } from 'playwright-core';

/** What a person does with GraphiQL. */
export interface GraphiqlPage {
  open(url: string): Promise<void>;
  tabs(): Promise<readonly string[]>;
  /** Clicks a tab once. */
  choose(tab: string): Promise<void>;
  /** Presses play and gives the reply, once the page shows it. */
  play(): Promise<{ readonly status: number; readonly sent: string; readonly body: string }>;
  /** The text of the pane. Only lines that fit the pane are there. */
  shown(pane: 'Operation Editor' | 'Variables' | 'Result Window'): Promise<string>;
  /** Writes over the document of the chosen tab. */
  write(document: string): Promise<void>;
}

const PANES = {
  'Operation Editor': '.graphiql-query-editor',
  Variables: '.graphiql-variables-editor, .graphiql-editor-tool',
  'Result Window': '.graphiql-response',
};

/** Gives a page of GraphiQL hands and eyes. */
export function graphiqlPage(page: Page): GraphiqlPage {
  const shown: GraphiqlPage['shown'] = async (pane) => {
    const lines = await page
      .locator(`${PANES[pane]}`)
      .locator('.view-line:visible')
      .allInnerTexts();
    return lines.join('').replaceAll('\u00a0', ' ');
  };
  return {
    async open(url) {
      await page.goto(url);
      await page.getByLabel('Execute query (Ctrl-Enter)').waitFor();
      await page.locator('.graphiql-query-editor .view-line').first().waitFor();
    },
    tabs: () => page.locator('.graphiql-tab-button').allInnerTexts(),
    choose: (tab) => page.locator('.graphiql-tab-button', { hasText: tab }).click(),
    async play() {
      const replied = page.waitForResponse((response) => isOperation(response.request()));
      const early = page
        .locator('.graphiql-response .view-line', { hasText: /Cannot\sinfer/ })
        .first();
      let response: Response | null = null;
      // Right after a change of tabs GraphiQL looks for the operation of the tab before: faster than any person.
      while (response === null) {
        await page.getByLabel('Execute query (Ctrl-Enter)').click();
        response = await Promise.race([
          replied,
          early.waitFor().then(
            () => null,
            () => replied,
          ),
        ]);
      }
      const body = await response.text();
      await page.locator('.graphiql-response .view-line', { hasText: '"data"' }).first().waitFor();
      return { status: response.status(), sent: response.request().postData() ?? '', body };
    },
    shown,
    async write(document) {
      await page.locator('.graphiql-query-editor .view-lines').click();
      await page.keyboard.press('Control+A');
      await page.keyboard.insertText(document);
    },
  };
}

/** GraphiQL itself asks for the schema, also by POST. */
const isOperation = (request: Request) =>
  request.method() === 'POST' && !request.postData()?.includes('IntrospectionQuery');
