import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/build.ts',
    maxWorkers: '100%',
    isolate: false, // nothing of ours is global, so modules are loaded once a worker and not once a file
    testTimeout: 60_000,
    hookTimeout: 60_000,
    retry: process.env['CI'] ? 1 : 0, // a shared machine that was busy for a moment keeps nothing from landing
  },
});
