import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { graphiqlPage } from '../support/graphiqlPage.ts';
import { openBrowser } from '../support/openBrowser.ts';
import { post } from '../support/post.ts';
import { type RefreshQL, startRefreshQL } from '../support/startRefreshQL.ts';

let refreshql: RefreshQL;
beforeAll(async () => {
  refreshql = await startRefreshQL({}, ['--sandbox']);
});
afterAll(() => refreshql[Symbol.asyncDispose]());

const Descriptions = `{
  __schema {
    types {
      name
      description
      fields { name description }
      inputFields { name description }
      enumValues { name description }
    }
  }
}`;

interface Described {
  readonly name: string;
  readonly description: string | null;
}
interface DescribedType extends Described {
  readonly fields: readonly Described[] | null;
  readonly inputFields: readonly Described[] | null;
  readonly enumValues: readonly Described[] | null;
}

/** Letters and digits: what is left of a description when Markdown has been rendered. */
const letters = (text: string | null) =>
  (text ?? '').replace(/\]\([^)]*\)/g, '').replace(/[^\p{L}\p{N}]/gu, '');

/** What starts with an underscore belongs to introspection and federation. */
const isOurs = ({ name }: Described) => !name.startsWith('_');

async function openType(page: Page, name: string): Promise<string> {
  const explorer = page.locator('.graphiql-doc-explorer');
  await explorer.getByRole('link', { name, exact: true }).last().click();
  await explorer.locator('.graphiql-doc-explorer-title', { hasText: name }).waitFor();
  const text = await explorer.innerText();
  await explorer.locator('.graphiql-doc-explorer-back').click();
  return letters(text);
}

describe('the docs explorer of GraphiQL', () => {
  it('shows the description of every type with those of its fields and values', async () => {
    await using browser = await openBrowser();
    await graphiqlPage(browser.page).open(refreshql.graphql);
    await browser.page.getByLabel('Show Documentation Explorer').click();
    const { body } = await post(refreshql.graphql, Descriptions);
    const types = (body.data.__schema.types as DescribedType[]).filter(isOurs);
    expect(types.length).toBeGreaterThan(20);
    const missing: string[] = [];
    for (const type of types) {
      const shown = await openType(browser.page, type.name);
      const members = [type.fields, type.inputFields, type.enumValues].flatMap((it) => it ?? []);
      const unseen = [type, ...members.filter(isOurs)].filter(
        ({ description }) => letters(description) === '' || !shown.includes(letters(description)),
      );
      missing.push(...unseen.map(({ name }) => `${type.name}: ${name}`));
    }
    expect(missing).toEqual([]);
  });
});
