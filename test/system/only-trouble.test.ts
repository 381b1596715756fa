import { expect } from 'vitest';
import { expectBytes } from './support/expect-bytes.ts';
import { test } from './support/test.ts';

test.concurrent('--only trouble shows lines that tell of trouble, and the log has all', async ({
  fpgaTee,
  readLog,
}) => {
  const program = fpgaTee(['--only', 'trouble', '--no-metrics']);
  const lines = [
    '[15:28:31] FPGA0: 17.52GH/s (730MHz) err: 0.12% 56C 0.850V sols: 118',
    'connection to pool.example lost',
    'the pool sent us a new challenge',
    '',
  ].join('\n');
  program.stdin.end(lines);
  expect(await program.ended).toBe(0);
  expect(program.stdout.toString()).toBe('connection to pool.example lost\n');
  expectBytes(await readLog(), lines);
});
