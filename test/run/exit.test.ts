import { expect, test } from 'vitest';
import { describeExit, exitOf } from '../../src/run/exit.ts';

test.each([
  [0, 'exit 0'],
  [1, 'exit 1'],
  [127, 'exit 127'],
  [128, 'exit 128'],
  [130, 'signal SIGINT'],
  [134, 'signal SIGABRT'],
  [137, 'signal SIGKILL'],
  [139, 'signal SIGSEGV'],
  [143, 'signal SIGTERM'],
  [255, 'exit 255'],
])('status %i is %s', (status, words) => {
  expect(describeExit(exitOf(status))).toBe(words);
  expect(exitOf(status).code).toBe(status);
});
