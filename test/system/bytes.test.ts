import { readdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect } from 'vitest';
import { sampleBytes, sampleNames, samplePath } from '../support/samples.ts';
import { expectBytes } from './support/expect-bytes.ts';
import { test } from './support/test.ts';
import { until } from './support/until.ts';

const stats = '[15:28:31] FPGA0: 17.52GH/s (730MHz) err: 0.12% 56C 0.850V sols: 118\n';

/** So many bytes of lines, all different. */
function lines(bytes: number): Buffer {
  const text = Buffer.alloc(bytes);
  for (let at = 0, line = 1; at < bytes; line += 1) at += text.write(`line ${line} of the miner\n`, at);
  return text;
}

const odd: Readonly<Record<string, Uint8Array>> = {
  'nothing at all': new Uint8Array(0),
  'one byte': Buffer.from('x'),
  'a newline alone': Buffer.from('\n'),
  'no newline at the end': Buffer.from(`${stats}half a li`),
  NULs: Buffer.from(`\0\0${stats}\0a\0b\0\n\0`),
  'every byte there is': Uint8Array.from({ length: 512 }, (_, place) => place % 256),
  'invalid and cut UTF-8': Buffer.from([0xff, 0xfe, 0xc3, 0x28, 0x0a, 0xf0, 0x9f, 0x92, 0x0a, 0xe2, 0x84]),
  'CR-LF and bare CR': Buffer.from('one\r\ntwo\rtwice\r\n\r\n\r'),
  'escape sequences': Buffer.from('\x1b]52;c;aGk=\x07\x1b[2J\x1b[31mred\x1b[0m\x1bPq\x1b\\\x9b1m\n\x1b['),
  'a line of 5 MB': Buffer.from(`${'0123456789'.repeat(500_000)}\n`),
  '5 MB without a newline': Buffer.alloc(5_000_000, 'abcdefg'),
};

describe('through a pipe', () => {
  test.concurrent.for(sampleNames)(
    '%s reaches stdout and the log as it is',
    async (sample, { fpgaTee, readLog }) => {
      const input = sampleBytes(sample);
      const tee = fpgaTee(['--no-metrics']);
      tee.stdin.end(input);
      expect(await tee.ended).toBe(0);
      expectBytes(tee.stdout, input);
      expectBytes(await readLog(), input);
      expect(tee.stderr).toBe('');
    },
  );

  test.concurrent.for(Object.keys(odd))('%s', async (name, { fpgaTee, readLog }) => {
    const input = odd[name] ?? new Uint8Array(0);
    const tee = fpgaTee(['--no-metrics']);
    tee.stdin.end(input);
    expect(await tee.ended).toBe(0);
    expectBytes(tee.stdout, input);
    expectBytes(await readLog(), input);
    expect(tee.stderr).toBe('');
  });

  test.concurrent('half a line is passed on and logged at once, not at its end', async ({
    fpgaTee,
    readLog,
  }) => {
    const tee = fpgaTee(['--no-metrics']);
    const delays: number[] = [];
    for (const piece of ['\nhalf', ' a', ' li', 'ne', '\nand the next']) {
      const now = Buffer.concat([tee.stdout, Buffer.from(piece)]);
      const written = performance.now();
      await tee.stdin.write(piece);
      await until(() => tee.stdout.length >= now.length);
      delays.push(performance.now() - written);
      expectBytes(tee.stdout, now);
      await until(async () => (await readLog()).equals(now));
    }
    // Of the best one, as a busy machine makes any of them late.
    expect(Math.min(...delays)).toBeLessThan(100);
  });
});

describe('the log', () => {
  test.concurrent('is hashrates.log in the current directory, and nothing else is made', async ({
    fpgaTee,
    directory,
  }) => {
    const tee = fpgaTee(['--no-metrics']);
    tee.stdin.end(stats);
    expect(await tee.ended).toBe(0);
    expect(await readdir(directory)).toEqual(['hashrates.log']);
  });

  test.concurrent('is appended to', async ({ fpgaTee, directory, readLog }) => {
    await writeFile(path.join(directory, 'hashrates.log'), 'yesterday, without an end');
    for (const input of ['first run\n', 'second run\n']) {
      const tee = fpgaTee(['--no-metrics']);
      tee.stdin.end(input);
      expect(await tee.ended).toBe(0);
    }
    expectBytes(await readLog(), 'yesterday, without an endfirst run\nsecond run\n');
  });

  test.concurrent.for([['--log', 'elsewhere.log'], ['--log=elsewhere.log'], ['-o', 'elsewhere.log']])(
    'is another file with %s',
    async (args, { fpgaTee, directory, readLog }) => {
      const tee = fpgaTee(['--no-metrics', ...args]);
      tee.stdin.end(stats);
      expect(await tee.ended).toBe(0);
      expectBytes(await readLog('elsewhere.log'), stats);
      expect(await readdir(directory)).toEqual(['elsewhere.log']);
    },
  );

  test.concurrent('is not made with --no-log', async ({ fpgaTee, directory }) => {
    const tee = fpgaTee(['--no-metrics', '--no-log']);
    tee.stdin.end(stats);
    expect(await tee.ended).toBe(0);
    expectBytes(tee.stdout, stats);
    expect(await readdir(directory)).toEqual([]);
  });

  test.concurrent('that can not be written is said, and the output goes on', async ({
    fpgaTee,
    directory,
  }) => {
    await writeFile(path.join(directory, 'file'), '');
    const tee = fpgaTee(['--no-metrics', '--log', 'file/hashrates.log']);
    await until(() => tee.stderr.includes('\n'));
    tee.stdin.end(stats);
    expect(await tee.ended, 'the exit code tells that the log lacks something').toBe(1);
    expectBytes(tee.stdout, stats);
    expect(tee.stderr).toMatch(/^fpga-tee: log file\/hashrates\.log: .*--log.*\n/);
  });
});

describe('in a terminal without a panel', () => {
  // Else the terminal itself would write every newline as CR-LF.
  const asItIs = 'stty -opost';

  test.concurrent.for(['nimiq-colour-crlf', '0xbtc-fpga', 'whitefire-table-a'])(
    '%s is the same with --plain and with TERM=dumb',
    async (sample, { terminal, readLog }) => {
      const input = sampleBytes(sample);
      const dumb = terminal(
        `${asItIs}; cat '${samplePath(sample)}' | TERM=dumb fpga-tee --no-metrics -o dumb.log`,
      );
      const plain = terminal(
        `${asItIs}; cat '${samplePath(sample)}' | fpga-tee --no-metrics --plain -o plain.log`,
      );
      const shown = Buffer.concat([input, Buffer.from('ended with 0\n')]);
      await until(() => dumb.wire.length >= shown.length && plain.wire.length >= shown.length);
      expectBytes(dumb.wire, shown);
      expectBytes(plain.wire, shown);
      expectBytes(await readLog('dumb.log'), input);
      expectBytes(await readLog('plain.log'), input);
    },
  );
});

describe('whoever reads stdout', () => {
  test.concurrent('may go away: the log goes on to the end', async ({ fpgaTee, readLog }) => {
    const input = lines(2_000_000);
    const tee = fpgaTee(['--no-metrics']);
    await tee.stdin.write(input.subarray(0, 1000));
    await until(() => tee.stdout.length === 1000);
    tee.closeStdout();
    await tee.stdin.write(input.subarray(1000, 1_000_000));
    tee.stdin.end(input.subarray(1_000_000));
    expect(await tee.ended).toBe(0);
    expectBytes(await readLog(), input);
    expect(tee.stderr).toMatch(/^fpga-tee: [^\n]*\n$/);
  });

  test.concurrent('may be head in a shell', async ({ run, directory, readLog }) => {
    const input = lines(3_000_000);
    await writeFile(path.join(directory, 'session'), input);
    const shell = run('sh', ['-c', '{ cat session | fpga-tee --no-metrics; echo $? >code; } | head -n 1']);
    expect(await shell.ended).toBe(0);
    expectBytes(shell.stdout, 'line 1 of the miner\n');
    expectBytes(await readLog('code'), '0\n');
    expectBytes(await readLog(), input);
  });

  test.concurrent('may stop reading: the miner gets rid of 20 MB without waiting, and all of it is in the log', async ({
    fpgaTee,
    directory,
    readLog,
  }) => {
    const input = lines(20_000_000);
    const tee = fpgaTee(['--no-metrics'], { stalled: true });
    await tee.stdin.write(input);
    const log = path.join(directory, 'hashrates.log');
    await until(async () => (await stat(log)).size === input.length);
    // Still within what is kept for a reader that goes on after all.
    tee.readStdout();
    tee.stdin.end();
    expect(await tee.ended).toBe(0);
    expectBytes(tee.stdout, input);
    expectBytes(await readLog(), input);
  });

  test.concurrent('may be slow: nothing is lost', async ({ run, directory, readLog }) => {
    const input = lines(30_000_000);
    await writeFile(path.join(directory, 'session'), input);
    // The reader rests after each piece that it takes; the producer never does.
    await writeFile(
      path.join(directory, 'slow.mjs'),
      `import { setTimeout } from 'node:timers/promises';
      for await (const piece of process.stdin) {
        process.stdout.write(piece);
        await setTimeout(1);
      }`,
    );
    const shell = run('sh', ['-c', 'cat session | fpga-tee --no-metrics | node slow.mjs']);
    expect(await shell.ended).toBe(0);
    expectBytes(shell.stdout, input);
    expectBytes(await readLog(), input);
  });
});
