import { describe, expect, it } from 'vitest';
import { chainedRefreshes } from '../../bench/load/documents.ts';
import { drive } from '../../bench/load/drive.ts';
import { serve } from '../support/serve.ts';

const load = chainedRefreshes([{ native: { refreshToken: 'secret-0' } }]);

describe('the load', () => {
  it('goes on where the stretch before ended', async () => {
    let count = 0;
    using server = await serve((request, response) => {
      request.resume().once('end', () => {
        count += 1;
        response.end(`{"refreshToken":"secret-${count}"}`);
      });
    });
    const { chains, requests, errors } = await drive({ url: server.url, load, seconds: 0.02 });
    expect(errors).toEqual([]);
    expect(requests).toBe(count);
    expect(chains[0]?.token).toBe(`secret-${count}`);
  });

  it.each([
    ['is refused', 200, '{"code":"TOKEN_REUSED","x":"secret-0"}', 'HTTP 200, TOKEN_REUSED'],
    ['fails', 500, '{"refreshToken":"secret-1"}', 'HTTP 500, not the expected answer'],
  ])(
    'ends a chain whose refresh %s, and tells why without its token',
    async (_name, status, body, error) => {
      using server = await serve((_request, response) => response.writeHead(status).end(body));
      const { requests, errors } = await drive({ url: server.url, load, seconds: 5 });
      expect({ requests, errors }).toEqual({ requests: 1, errors: [error] });
    },
  );
});
