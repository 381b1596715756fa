import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Most of what takes long waits: for terminals, time-outs, a Prometheus.
    maxWorkers: 4,
    // Real terminals, sockets and descriptors on a busy machine: one more try where a failure would stop everything.
    retry: process.env['CI'] === undefined ? 0 : 1,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: ['test/system/**'],
          testTimeout: 20_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'system',
          include: ['test/system/**/*.test.ts'],
          globalSetup: ['test/system/support/build.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
