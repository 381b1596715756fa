import { execFileSync } from 'node:child_process';
import {
  closeSync,
  constants,
  fstatSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { createServer, type Server, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openUnblocked } from '../../src/platform/platform-of.ts';

let folder: string;
let open: number[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'unblocked-'));
  open = [];
});
afterEach(() => {
  for (const fd of open) closeSync(fd);
  rmSync(folder, { recursive: true });
});

const opened = (path: string, flags: string | number): number => {
  const fd = openSync(path, flags);
  open.push(fd);
  return fd;
};

/** The flags of an open descriptor, as the system has them. */
const flagsOf = (fd: number): number =>
  Number.parseInt(/^flags:\s*(\d+)$/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8'))?.[1] ?? '', 8);
const isUnblocked = (fd: number): boolean => (flagsOf(fd) & constants.O_NONBLOCK) !== 0;

/** A pipe with both ends in one blocking descriptor. */
const pipe = (): number => {
  const path = join(folder, 'pipe');
  execFileSync('mkfifo', [path]);
  return opened(path, constants.O_RDWR);
};

describe.runIf(process.platform === 'linux')('what stands behind a descriptor', () => {
  test('a pipe is opened anew, and only the new descriptor does not wait', () => {
    const inherited = pipe();
    const before = flagsOf(inherited);
    expect(isUnblocked(inherited)).toBe(false);
    const target = openUnblocked(inherited);
    open.push(target.fd);
    expect(target.type).toBe('unblocked');
    expect(target.fd).not.toBe(inherited);
    expect(isUnblocked(target.fd)).toBe(true);
    expect(flagsOf(inherited)).toBe(before);
    expect(fstatSync(target.fd).ino).toBe(fstatSync(inherited).ino);
  });

  test('a pipe that is full says so instead of waiting', () => {
    const target = openUnblocked(pipe());
    open.push(target.fd);
    expect(() => {
      for (let chunk = 0; chunk < 100; chunk += 1) writeSync(target.fd, Buffer.alloc(65_536));
    }).toThrow('EAGAIN');
  });

  test('a file is written as it is: a disk does not stall', () => {
    const fd = opened(join(folder, 'file'), 'a');
    expect(openUnblocked(fd)).toEqual({ type: 'file', fd });
  });

  test('a device is opened anew', () => {
    const fd = opened('/dev/null', 'w');
    const target = openUnblocked(fd);
    open.push(target.fd);
    expect(target.type).toBe('unblocked');
    expect(fstatSync(target.fd).rdev).toBe(fstatSync(fd).rdev);
    expect([isUnblocked(target.fd), isUnblocked(fd)]).toEqual([true, false]);
  });

  test('a pipe whose reader is gone is left to a stream, which finds out by itself', () => {
    const path = join(folder, 'pipe');
    execFileSync('mkfifo', [path]);
    const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const fd = opened(path, constants.O_WRONLY);
    closeSync(reader);
    expect(openUnblocked(fd)).toEqual({ type: 'stream', fd });
  });

  test('a socket can not be opened anew', async () => {
    const path = join(folder, 'socket');
    const server = await new Promise<Server>((resolve) => {
      const listening = createServer((socket) => socket.resume()).listen(path, () => resolve(listening));
    });
    try {
      const client = new Socket();
      const fd = await new Promise<number>((resolve, reject) => {
        client.connect(path, () => {
          const handle: unknown = Reflect.get(client, '_handle');
          const number: unknown = handle instanceof Object ? Reflect.get(handle, 'fd') : null;
          if (typeof number === 'number') resolve(number);
          else reject(new Error('no descriptor'));
        });
      });
      expect(openUnblocked(fd)).toEqual({ type: 'stream', fd });
      client.destroy();
    } finally {
      server.close();
    }
  });

  test('nothing more stays open than is given back', () => {
    const fd = pipe();
    // Only what stands behind this pipe: the test runner opens and closes others of its own meanwhile.
    const count = () =>
      readdirSync('/proc/self/fd').filter((other) => pathOf(other) === pathOf(String(fd))).length;
    const pathOf = (other: string): string | null => {
      try {
        return readlinkSync(`/proc/self/fd/${other}`);
      } catch {
        return null;
      }
    };
    const before = count();
    for (let round = 0; round < 10; round += 1) closeSync(openUnblocked(fd).fd);
    expect(count()).toBe(before);
  });
});
