import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    globalSetup: ['test/support/postgresSetup.ts'],
    include: ['test/**/*.test.ts'],
    // Generous: a busy machine is no failure, and nothing here waits by the clock.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 30_000 } },
    // Node runs the tests as it runs the server: with type stripping and one copy of graphql.
    experimental: { viteModuleRunner: false },
  },
});
