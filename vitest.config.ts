import { defineConfig } from 'vitest/config';

/** Tests read the sources, not dist: a stale build can never make a test pass. */
const conditions = ['@chemigram/source'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ['packages/*/test/**/*.test.ts', 'providers/*/test/**/*.test.ts', 'tools/**/*.test.ts'],
    setupFiles: ['tools/fixed-seed.ts'],
    testTimeout: 120_000,
    hookTimeout: 180_000,
    // Files of one worker share what they import: loading it anew for each took a minute.
    isolate: false,
    // Two cores: darktable itself uses both, more workers only make each render slower.
    maxWorkers: 2,
  },
});
