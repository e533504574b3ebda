import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Tests read the sources, not dist: a stale build can never make a test pass.
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    include: ['packages/*/test/**/*.test.ts', 'tools/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 180_000,
    // Two cores: darktable itself uses both, more workers only make each render slower.
    maxWorkers: 2,
    // The MCP client's eventsource has a `source` condition too, in TypeScript that Node alone cannot load.
    server: { deps: { inline: [/@modelcontextprotocol\/client/, /\/eventsource/] } },
  },
});
