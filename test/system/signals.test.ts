import { describe, expect } from 'vitest';
import { expectBytes } from './support/expect-bytes.ts';
import type { Program } from './support/program.ts';
import { test } from './support/test.ts';

/** Has the miner print a line, and waits for it on stdout. Gives all that was printed. */
async function line(tee: Program, before: string, text: string): Promise<string> {
  await tee.stdin.write(`${text}\n`);
  await tee.printed(`${text}\n`);
  return `${before}${text}\n`;
}

describe('while the miner goes on', () => {
  test.for(['SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGTSTP', 'SIGTTOU', 'SIGPIPE'] as const)(
    '%s does not end it: the log is whole, the exit code 0',
    async (signal, { fpgaTee, readLog }) => {
      const tee = fpgaTee(['--no-metrics']);
      let printed = await line(tee, '', 'before');
      for (const text of ['first', 'second', 'third']) {
        tee.signal(signal);
        printed = await line(tee, printed, `ramping down after the ${text} ${signal}`);
      }
      tee.stdin.end('the end, without a newline');
      expect(await tee.ended).toBe(0);
      expectBytes(tee.stdout, `${printed}the end, without a newline`);
      expectBytes(await readLog(), tee.stdout);
    },
  );
});

test('a log that nobody takes (a FIFO without a reader) does not hold up the end', async ({ run }) => {
  const shell = run('sh', ['-c', 'mkfifo log; echo hello | fpga-tee --no-metrics -o log']);
  expect(await shell.ended).toBe(1);
  expect(shell.stdout.toString()).toBe('hello\n');
  expect(shell.stderr).toContain('there is nobody at its other end');
  expect(shell.stderr).toContain('the last 6 bytes could not be written');
});
