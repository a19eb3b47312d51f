import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Node runs the tests as it runs the server: with type stripping and one copy of graphql.
    experimental: { viteModuleRunner: false },
  },
});
