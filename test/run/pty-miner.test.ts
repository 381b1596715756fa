import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { describeExit } from '../../src/run/exit.ts';
import { startMiner } from '../../src/run/pty-miner.ts';
import { loadPty, type Pty, type PtyModule } from '../../src/run/pty-package.ts';
import type { RunningMiner } from '../../src/run/running-miner.ts';
import { type PtyWorld, systemWorld } from '../../src/run/session-miner.ts';
import { until } from '../system/support/until.ts';

const pty = await loadPty();
const directory = mkdtempSync(path.join(tmpdir(), 'fpga-tee-run-'));
const started: { running: RunningMiner | null; over: boolean }[] = [];
afterEach(() => {
  for (const { running, over } of started.splice(0)) if (!over) running?.signal('SIGKILL');
  rmSync(path.join(directory, 'note'), { force: true });
});

/** A miner that is a script for a shell, and what comes of it. */
function miner(script: string, environment: Record<string, string> = {}) {
  const seen: { output: string; exit: string; over: boolean; running: RunningMiner | null } = {
    output: '',
    exit: '',
    over: false,
    running: null,
  };
  const running = startMiner(
    pty,
    {
      file: 'sh',
      args: ['-c', script],
      directory,
      environment: { PATH: process.env['PATH'], ...environment },
    },
    { columns: 100, rows: 30 },
    {
      onBytes: (chunk) => {
        seen.output += Buffer.from(chunk).toString('latin1');
      },
      onExit: (exit) => {
        seen.exit = describeExit(exit);
        seen.over = true;
      },
    },
  );
  seen.running = running;
  started.push(seen);
  const exited = () => until(() => seen.over && seen.exit);
  return { running, seen, exited, prints: (text: string) => until(() => seen.output.includes(text)) };
}

test('it runs in a terminal of the size wanted, in its directory, with its environment', async () => {
  const { seen, exited } = miner(
    '[ -t 0 ] && [ -t 1 ] && [ -t 2 ] && echo tty; stty size; pwd; echo $CARD $TERM',
    {
      CARD: 'bcu1',
      COLUMNS: '7',
    },
  );
  expect(await exited()).toBe('exit 0');
  expect(seen.output).toBe(`tty\n30 100\n${directory}\nbcu1 xterm-256color\n`);
});

test('its output is what it printed: no LF becomes CR LF, keys are not echoed, stderr comes with it', async () => {
  const { running, seen, exited, prints } = miner(
    "printf 'a\\nb\\tc\\r\\n\\377\\001\\033[1m'; echo error >&2; read key",
  );
  await prints('error');
  running.type('xyz\n');
  await exited();
  expect(seen.output).toBe('a\nb\tc\r\n\xff\x01\x1b[1merror\n');
});

test.each([
  ['exit 0', 'exit 0'],
  ['exit 3', 'exit 3'],
  ['exit 255', 'exit 255'],
  ['kill -SEGV $$', 'signal SIGSEGV'],
  ['kill -KILL $$', 'signal SIGKILL'],
  ['kill -INT $$', 'signal SIGINT'],
])('its end is told: %s', async (script, exit) => {
  const { seen, exited } = miner(`printf last; ${script}`);
  expect(await exited()).toBe(exit);
  // Not a word of the shell around it, such as "Segmentation fault".
  expect(seen.output).toBe('last');
});

test('it inherits no signal that is ignored, and nothing that is open here: not the terminal of another miner', async () => {
  const other = miner('echo up; sleep 60');
  await other.prints('up');
  const { seen, exited } = miner('grep SigIgn /proc/$$/status; ls -1 /proc/$$/fd');
  await exited();
  expect(seen.output).toBe('SigIgn:\t0000000000000000\n0\n1\n2\n');
});

test('Ctrl-C typed reaches the miner alone, and its ramp-down is read to the end', async () => {
  const { running, exited, prints } = miner(
    "trap 'echo ramping; sleep 0.2; echo done; exit 5' INT; echo up; while :; do sleep 0.05; done",
  );
  await prints('up');
  running.type('\x03');
  expect(await exited()).toBe('exit 5');
  await prints('ramping\ndone\n');
});

test('Ctrl-C drops nothing that was printed and not read yet', async () => {
  const { running, seen, exited, prints } = miner(
    "trap 'echo last; exit 5' INT; number=0; while :; do number=$((number + 1)); echo $number; done",
  );
  await prints('1\n');
  running.pause();
  // The terminal is full, the miner stands still.
  await new Promise((resolve) => setTimeout(resolve, 300));
  running.type('\x03');
  await new Promise((resolve) => setTimeout(resolve, 100));
  running.resume();
  await exited();
  const lines = seen.output.trimEnd().split('\n');
  expect(lines.pop()).toBe('last');
  expect(lines.every((line, index) => line === `${index + 1}`)).toBe(true);
});

test('Ctrl-C ends a miner that knows nothing of it; Ctrl-Z does not stop one', async () => {
  const { running, exited, prints } = miner('echo up; exec sleep 60');
  await prints('up');
  running.type('\x1a');
  running.type('\x03');
  expect(await exited()).toBe('signal SIGINT');
});

test.each(['SIGINT', 'SIGTERM'] as const)('%s reaches it, and its last words come', async (signal) => {
  const { running, exited, prints } = miner(
    `trap 'echo ramping; exit 6' ${signal.slice(3)}; echo up; while :; do sleep 0.05; done`,
  );
  await prints('up');
  running.signal(signal);
  expect(await exited()).toBe('exit 6');
  await prints('ramping');
});

test('SIGKILL ends it in any case', async () => {
  const { running, exited, prints } = miner("trap '' INT TERM HUP; echo up; while :; do sleep 0.05; done");
  await prints('up');
  running.signal('SIGTERM');
  running.signal('SIGKILL');
  expect(await exited()).toBe('signal SIGKILL');
});

test('keys reach a miner that takes the terminal for itself', async () => {
  const { running, exited, prints } = miner('stty -icanon; echo up; dd bs=1 count=2 2>/dev/null | od -An -c');
  await prints('up');
  running.type('+');
  running.type('\x1b');
  await exited();
  await prints('+ 033');
});

test('a miner that takes no keys holds up nobody: those that do not fit are lost', async () => {
  const { running, prints } = miner('stty raw; echo up; sleep 60');
  await prints('up');
  const fit = Array.from({ length: 200 }, () => running.type('+'.repeat(1000)));
  expect(fit[0]).toBe(true);
  expect(fit.at(-1)).toBe(false);
});

test('the window can change its size', async () => {
  const { running, exited, prints } = miner(
    "trap 'stty size; exit 0' WINCH; echo up; while :; do sleep 0.05; done",
  );
  await prints('up');
  running.resize({ columns: 0, rows: 0 });
  running.resize({ columns: 81, rows: 25 });
  await prints('25 81');
  await exited();
});

test('output that is not read waits, however long after the end', async () => {
  const { running, seen, exited, prints } = miner(
    'echo up; read go; yes 123456789 | head -n 50000; printf end',
  );
  await prints('up');
  running.pause();
  running.type('\n');
  // As long as a shell that waits a moment, and a package that closes soon after, would have kept it.
  await new Promise((resolve) => setTimeout(resolve, 1500));
  expect(seen.over).toBe(false);
  running.resume();
  expect(await exited()).toBe('exit 0');
  expect(seen.output).toHaveLength('up\n'.length + 500_000 + 'end'.length);
});

test('after the end nothing happens to keys and signals', async () => {
  const { running, exited } = miner('exit 0');
  await exited();
  running.type('+');
  running.signal('SIGKILL');
  running.resize({ columns: 80, rows: 24 });
});

test('a miner in a script of its own is found beside the directory', async () => {
  writeFileSync(path.join(directory, 'exit'), '#!/bin/sh\necho "[$1]" "[$2]"\n');
  chmodSync(path.join(directory, 'exit'), 0o755);
  const output: string[] = [];
  const exit = new Promise((resolve) => {
    startMiner(
      pty,
      {
        file: 'exit',
        args: ['a  b', '$x\'"'],
        directory,
        environment: { PATH: `${directory}:/usr/bin:/bin` },
      },
      { columns: 80, rows: 24 },
      { onBytes: (chunk) => output.push(Buffer.from(chunk).toString()), onExit: resolve },
    );
  });
  expect(await exit).toEqual({ code: 0, signal: null });
  expect(output.join('')).toBe('[a  b] [$x\'"]\n');
});

/** A console of Windows, as far as it is used. */
function onWindows() {
  const done: unknown[] = [];
  let exit: (exit: { exitCode: number }) => void = () => {};
  const terminal: Pty & { fd: number } = {
    pid: 9,
    fd: 4,
    write: (data) => done.push(['write', data]),
    resize: (columns, rows) => done.push(['resize', columns, rows]),
    kill: (signal) => done.push(['kill', signal]),
    pause() {},
    resume() {},
    onData: (listener) => listener('text'),
    onExit: (listener) => {
      exit = listener;
    },
  };
  const module: PtyModule = {
    spawn(file, args) {
      if (file.endsWith('gone.exe')) throw new Error('File not found: ');
      done.push(['spawn', file, args]);
      return terminal;
    },
  };
  const world: PtyWorld = {
    ...systemWorld,
    platform: 'win32',
    isFile: () => true,
    kill: () => done.push('signalled'),
  };
  const output: string[] = [];
  const exits: unknown[] = [];
  const start = (file: string) =>
    startMiner(
      module,
      { file, args: ['-t', '730'], directory: 'C:\\', environment: {} },
      { columns: 80, rows: 24 },
      { onBytes: (chunk) => output.push(Buffer.from(chunk).toString()), onExit: (end) => exits.push(end) },
      world,
    );
  return { start, done, output, exits, exit: (exitCode: number) => exit({ exitCode }) };
}

test('on Windows there is no shell around it, and Ctrl-C is a key', () => {
  const { start, done, output, exits, exit } = onWindows();
  const running = start('miner.exe');
  running.type('+');
  running.signal('SIGINT');
  running.signal('SIGTERM');
  exit(3);
  running.signal('SIGKILL');
  expect(done).toEqual([
    ['spawn', expect.stringMatching(/miner\.exe$/), ['-t', '730']],
    ['write', '+'],
    ['write', '\x03'],
    ['kill', undefined],
  ]);
  expect(output).toEqual(['text']);
  expect(exits).toEqual([{ code: 3, signal: null }]);
});

test('on Windows a command that is not there is 127 as well', () => {
  expect(() => onWindows().start('gone.exe')).toThrow('gone.exe: not found in PATH; give its path');
});

test('once its terminal is closed no key goes to whatever has its descriptor then', () => {
  const typed: string[] = [];
  const closed: (() => void)[] = [];
  const terminal = {
    pid: 9,
    fd: 4,
    write: () => typed.push('waited'),
    resize: () => {
      throw new Error('EBADF');
    },
    kill() {},
    pause() {},
    resume() {},
    onData() {},
    onExit() {},
    on: (_event: 'close', listener: () => void) => closed.push(listener),
  };
  const running = startMiner(
    { spawn: () => terminal },
    { file: 'sh', args: [], directory: '/', environment: { PATH: '/bin' } },
    { columns: 80, rows: 24 },
    { onBytes() {}, onExit() {} },
    { ...systemWorld, write: (fd, keys) => typed.push(`${fd}: ${keys}`) },
  );
  expect(running.type('+')).toBe(true);
  for (const listener of closed) listener();
  expect(running.type('-')).toBe(false);
  expect(typed).toEqual(['4: +']);
  running.resize({ columns: 1, rows: 1 });
});
