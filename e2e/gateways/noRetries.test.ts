import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { RefreshToken } from '../support/documents.ts';
import { post } from '../support/post.ts';
import { GATEWAYS, type Gateways, startGateways } from '../support/startGateways.ts';
import type { Trouble } from '../support/startRelay.ts';

let world: Gateways;
beforeAll(async () => {
  world = await startGateways();
});
afterAll(() => world[Symbol.asyncDispose]());
afterEach(() => world.beforeRefreshQL.trouble(null));

const native = (refreshToken: string) => ({ input: { native: { refreshToken } } });
const TROUBLES: readonly Trouble[] = ['lose the answer', 'reset', 'stay silent', 'answer 503'];

describe.each(GATEWAYS)('the gateway %s', (name) => {
  it.each(TROUBLES)('sends a refresh once when subgraph and network %s', async (trouble) => {
    const { url, process } = world.gateway[name];
    const { refreshToken } = await world.refreshql.signIn();
    const about = () =>
      world.beforeRefreshQL.passed.filter(({ body }) => body.includes(refreshToken));
    world.beforeRefreshQL.trouble(trouble);
    const failed = await post(url, RefreshToken, native(refreshToken));
    expect(failed.body.errors).toHaveLength(1);
    expect(about()).toHaveLength(1);
    expect(JSON.stringify(failed.body) + process.output()).not.toContain(refreshToken);

    // And the client that asks again with the token it holds is served, whatever became of the first call.
    world.beforeRefreshQL.trouble(null);
    const healed = await post(url, RefreshToken, native(refreshToken));
    expect(healed.body.data.refreshToken).toMatchObject({ __typename: 'Token', rotated: true });
    expect(about()).toHaveLength(2);
  });
});

describe('the relay between them', () => {
  it('would see a second try: Hive Gateway sends queries again', async () => {
    world.beforeRefreshQL.passed.length = 0;
    world.beforeRefreshQL.trouble('reset', 'issuers');
    await post(world.gateway.hive.url, '{ issuers { id } }');
    expect(world.beforeRefreshQL.passed).toHaveLength(3);
  });
});
