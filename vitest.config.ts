import { defineConfig } from 'vitest/config';
import { LeftOutReporter } from './test/support/left-out-reporter.ts';

/** They drive terminals, pipes and signals as Linux has them. */
const systemTests = process.platform === 'linux';
const leftOut = systemTests ? [] : ['  the system tests need Linux: test/system'];

export default defineConfig({
  test: {
    runner: './test/support/runner.ts',
    reporters: ['default', new LeftOutReporter(leftOut)],
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
          include: systemTests ? ['test/system/**/*.test.ts'] : [],
          globalSetup: ['test/system/support/build.ts'],
          // Long, for a slow and busy machine: it is only ever waited for to the end when something is wrong.
          testTimeout: 180_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
