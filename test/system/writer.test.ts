import { execFileSync } from 'node:child_process';
import { closeSync, constants, openSync, readFileSync, readlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, inject } from 'vitest';
import { startWriter, type Writer, type WriterFailure } from '../../src/platform/writer.ts';
import { makePipes } from './support/pipe.ts';
import { signal } from './support/signal.ts';
import { test } from './support/test.ts';
import { until } from './support/until.ts';

const program = (): string => path.join(inject('installed'), 'dist/fpga-tee.js');

/** Has the bytes written. Resolves to what was said of it. */
const write = (writer: Writer, bytes: Uint8Array | string): Promise<WriterFailure | null> =>
  new Promise((resolve) => writer.write(Buffer.from(bytes), resolve));

/** Our children that run as writers. */
const writers = (): number[] =>
  execFileSync('ps', ['-o', 'pid=,args=', '--ppid', `${process.pid}`])
    .toString()
    .split('\n')
    .filter((row) => row.includes(`${program()} __write`))
    .map((row) => Number.parseInt(row, 10));

describe.runIf(process.platform === 'linux')('a process that writes for us', () => {
  test('writes what it is given, byte for byte, and says when it is written', async ({ directory }) => {
    const file = path.join(directory, 'out');
    const fd = openSync(file, 'w');
    const writer = startWriter(fd, program());
    closeSync(fd);
    const all = Buffer.from(Array.from({ length: 300_000 }, (_, place) => place % 251));
    for (let start = 0; start < all.length; start += 65_536) {
      expect(await write(writer, all.subarray(start, start + 65_536))).toBeNull();
    }
    expect(readFileSync(file).equals(all)).toBe(true);
  });

  test('may wait for a reader, and we do not', async () => {
    const [pipe] = makePipes(1);
    if (pipe === undefined) throw new Error('no pipe');
    const writer = startWriter(pipe.writeEnd, program());
    closeSync(pipe.writeEnd);
    let done = 0;
    const failures: (WriterFailure | null)[] = [];
    const next = (): void => {
      writer.write(Buffer.alloc(65_536, 'x'), (failure) => {
        failures.push(failure);
        done += 1;
        if (done < 10) next();
      });
    };
    next();
    // The pipe takes one piece; then nothing moves, but for us.
    await until(() => done === 1);
    let ticks = 0;
    await new Promise<void>((resolve) => {
      const timer = setInterval(() => {
        ticks += 1;
        if (ticks < 20) return;
        clearInterval(timer);
        resolve();
      }, 10);
    });
    expect(done).toBe(1);
    // The reader goes away.
    closeSync(pipe.readEnd);
    await until(() => failures.at(-1) !== null && failures.length > 1);
    expect(failures.at(-1)).toMatchObject({ type: 'refused', code: 'EPIPE' });
  });

  test('that is killed is told as gone, then and later', async ({ directory }) => {
    const before = writers();
    const fd = openSync(path.join(directory, 'out'), 'w');
    const writer = startWriter(fd, program());
    closeSync(fd);
    expect(await write(writer, 'a')).toBeNull();
    const [pid] = writers().filter((other) => !before.includes(other));
    if (pid === undefined) throw new Error('it does not run');
    expect(readlinkSync(`/proc/${pid}/fd/1`)).toBe(path.join(directory, 'out'));
    signal(pid, 'SIGKILL');
    await until(async () => (await write(writer, 'b'))?.type === 'gone');
    expect(await write(writer, 'c')).toEqual({ type: 'gone' });
  });

  test('that can not be started is told as gone', async ({ directory }) => {
    const fd = openSync(path.join(directory, 'out'), constants.O_WRONLY | constants.O_CREAT);
    expect(await write(startWriter(fd, path.join(directory, 'nothing.js')), 'a')).toEqual({ type: 'gone' });
    closeSync(fd);
  });

  test('ends with whoever started it', async ({ run }) => {
    const script = `
      import { spawn } from 'node:child_process';
      const child = spawn(process.execPath, ['${program()}', '__write'], { stdio: ['ignore', 'inherit', 'ignore', 'ipc'], serialization: 'advanced', detached: true });
      child.on('message', () => { console.error(child.pid); setInterval(() => {}, 1000); });
      child.send(Buffer.from('x'));`;
    const starter = run(process.execPath, ['--input-type=module', '-e', script]);
    const pid = await until(() => Number.parseInt(starter.stderr, 10) || null);
    starter.signal('SIGKILL');
    await until(() => {
      try {
        process.kill(pid, 0);
        return false;
      } catch {
        return true;
      }
    });
  });

  test('is no command for people', async ({ fpgaTee }) => {
    const tee = fpgaTee(['__write']);
    expect(await tee.ended).toBe(2);
    expect(tee.stderr).toContain('__write');
  });
});
