import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Most of what takes long waits: for terminals, time-outs, a Prometheus.
    maxWorkers: 4,
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
