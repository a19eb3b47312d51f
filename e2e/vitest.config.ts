import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    // Node runs the examples as their readers do: with type stripping and one copy of graphql.
    experimental: { viteModuleRunner: false },
    // Two gateways and a browser on two cores.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
