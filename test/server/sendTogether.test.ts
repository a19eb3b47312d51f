import { describe, expect, it } from 'vitest';
import { reply, replyJson } from '../../server/http/reply.ts';
import { serve } from '../support/serve.ts';

const TYPE = 'text/plain';

describe('replies of one turn of the event loop', () => {
  it('are all sent, each to its own request', async () => {
    using server = await serve((request, response) => reply(response, 200, TYPE, `${request.url}`));
    const paths = Array.from({ length: 40 }, (_, index) => `/${index}`);
    const texts = paths.map(async (path) => (await fetch(server.url + path)).text());
    expect(await Promise.all(texts)).toEqual(paths);
  });

  it('do not suffer from one that cannot be written', async () => {
    using server = await serve((request, response) =>
      reply(response, 200, request.url === '/bad' ? 'text/plain\r\nx: y' : TYPE, 'good'),
    );
    const [bad, good] = await Promise.allSettled([
      fetch(`${server.url}/bad`),
      fetch(`${server.url}/good`).then((it) => it.text()),
    ]);
    expect(bad?.status).toBe('rejected');
    expect(good).toEqual({ status: 'fulfilled', value: 'good' });
  });
});

describe('a request that is answered twice', () => {
  it('gets the first reply', async () => {
    using server = await serve((_request, response) => {
      reply(response, 200, TYPE, 'first');
      replyJson(response, 500, { error: 'second' });
    });
    const answer = await fetch(server.url);
    expect([answer.status, await answer.text()]).toEqual([200, 'first']);
  });
});
