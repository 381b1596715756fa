import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect } from 'vitest';
import { sampleBytes, sampleNames, samplePath } from '../support/samples.ts';
import { expectBytes } from './support/expect-bytes.ts';
import { test } from './support/test.ts';
import { until } from './support/until.ts';

const stats = '[15:28:31] FPGA0: 17.52GH/s (730MHz) err: 0.12% 56C 0.850V sols: 118\n';

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
