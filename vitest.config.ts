import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Most of what takes long waits: for terminals, time-outs, a Prometheus.
    maxWorkers: 4,
    // Real terminals, sockets and clocks on a busy machine. Single files do not flicker, but of the whole suite one test or
    // two do, other ones each time: where a failure would stop everything they are tried again.
    retry: process.env['CI'] === undefined ? 0 : 2,
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
          // Long, for a slow and busy machine: it is only ever waited for to the end when something is wrong.
          testTimeout: 180_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
