import { defineConfig, mergeConfig } from 'vitest/config';
import base from './vitest.config.ts';

// The long suites: the same tests as ever, as often as the promises name, one file at a time.
export default mergeConfig(
  base,
  defineConfig({
    test: {
      env: { FAULT_COUNTS: 'full' },
      fileParallelism: false,
      testTimeout: 900_000,
    },
  }),
);
