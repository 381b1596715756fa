import { execFileSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { platformOf } from '../../src/platform/platform-of.ts';

const { O_APPEND, O_CREAT, O_WRONLY, O_NONBLOCK, O_RDWR, O_NOCTTY } = constants;
const windows = platformOf('win32');
const meaningOn = (name: NodeJS.Platform, signal: string): string | undefined =>
  platformOf(name).signals.find(([listened]) => listened === signal)?.[1];

describe.each(['linux', 'darwin', 'freebsd'] as const)('%s', (name) => {
  test('ends by SIGTERM only', () => {
    const ending = platformOf(name).signals.filter(([, meaning]) => meaning === 'terminate');
    expect(ending).toEqual([['SIGTERM', 'terminate']]);
  });

  test.each([
    ['SIGINT', 'interrupt'],
    ['SIGHUP', 'hangUp'],
    ['SIGTSTP', 'pause'],
    ['SIGQUIT', 'ignore'],
    ['SIGTTOU', 'ignore'],
    ['SIGPIPE', 'ignore'],
  ])('takes %s as: %s', (signal, meaning) => {
    expect(meaningOn(name, signal)).toBe(meaning);
  });

  test('opens a log so that a FIFO that nobody reads is not waited for', () => {
    expect(platformOf(name).logFlags).toBe(O_APPEND | O_CREAT | O_WRONLY | O_NONBLOCK);
  });

  test('does not rename again: an open file can be renamed', () => {
    expect(platformOf(name).mayRenameLater('EBUSY')).toBe(false);
  });
});

describe('Windows', () => {
  test('takes Ctrl-C and Ctrl-Break alike, and lets the miner print on when the window is closed', () => {
    expect(windows.signals).toEqual([
      ['SIGINT', 'interrupt'],
      ['SIGBREAK', 'interrupt'],
      ['SIGHUP', 'ignore'],
    ]);
  });

  test('opens a log without the flag that it does not know', () => {
    expect(windows.logFlags).toBe(O_APPEND | O_CREAT | O_WRONLY);
  });

  test.each([
    ['EBUSY', true],
    ['EPERM', true],
    ['EACCES', true],
    ['ENOENT', false],
    ['ENOSPC', false],
  ])('after a rename that failed with %s another try makes sense: %s', (code, sense) => {
    expect(windows.mayRenameLater(code)).toBe(sense);
  });

  test('does nothing about terminals at the end', () => {
    const before = process.listenerCount('exit');
    windows.leaveTerminalsAlone();
    expect(process.listenerCount('exit')).toBe(before);
  });

  test('hands a Ctrl-C that was typed to its own listeners, and does not end', () => {
    let interrupts = 0;
    const listener = () => {
      interrupts += 1;
    };
    process.on('SIGINT', listener);
    windows.interruptGroup();
    process.off('SIGINT', listener);
    expect(interrupts).toBe(1);
  });

  describe('writes', () => {
    let folder: string;
    let fds: number[];
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'windows-'));
      fds = [];
    });
    afterEach(() => {
      for (const fd of fds) closeSync(fd);
      rmSync(folder, { recursive: true });
    });
    const opened = (path: string, flags: number): number => {
      const fd = openSync(path, flags);
      fds.push(fd);
      return fd;
    };

    test.runIf(process.platform === 'linux')('a console through another process', () => {
      const fd = opened('/dev/ptmx', O_RDWR | O_NOCTTY);
      expect(windows.openUnblocked(fd)).toEqual({ type: 'console', fd });
    });

    test('a file as it is', () => {
      const fd = opened(join(folder, 'file'), O_WRONLY | O_CREAT);
      expect(windows.openUnblocked(fd)).toEqual({ type: 'file', fd });
    });

    test('a pipe in another thread', () => {
      const path = join(folder, 'pipe');
      execFileSync('mkfifo', [path]);
      const fd = opened(path, O_RDWR);
      expect(windows.openUnblocked(fd)).toEqual({ type: 'threaded', fd });
    });

    test('what nothing is known of in another thread', () => {
      expect(windows.openUnblocked(987_654)).toEqual({ type: 'threaded', fd: 987_654 });
    });
  });
});

test("leaves SIGPROF to Node's profiler where one is asked for", () => {
  expect(meaningOn('linux', 'SIGPROF')).toBe('ignore');
  vi.stubEnv('NODE_OPTIONS', '--cpu-prof');
  expect(meaningOn('linux', 'SIGPROF')).toBeUndefined();
  vi.unstubAllEnvs();
});

test('whose the keyboard is, ps and /proc say alike; on Windows it has no other owner', () => {
  expect(platformOf('darwin').ownsKeyboard()).toBe(platformOf('linux').ownsKeyboard());
  expect(windows.ownsKeyboard()).toBe(true);
});
