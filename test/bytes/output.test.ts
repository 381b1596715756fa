import { beforeEach, describe, expect, test } from 'vitest';
import { createOutput, type Output, type OutputOptions } from '../../src/bytes/output.ts';
import type { OutputFs } from '../../src/bytes/sinks.ts';
import { FakeTime } from '../support/fake-time.ts';
import { seeded } from '../support/seeded.ts';
import { FakeReader } from './fake-reader.ts';

const lost = (bytes: number): string => `${bytes} lost`;
/** Calls that throw as long as a test wants. */
function thrower(reader: FakeReader, throws: () => boolean): OutputFs {
  const maybe = (): void => {
    if (throws()) throw new RangeError('no memory for that');
  };
  return {
    writeSync(fd, bytes) {
      maybe();
      return reader.writeSync(fd, bytes);
    },
    write(...call) {
      maybe();
      reader.write(...call);
    },
  };
}

describe.each(['unblocked', 'file', 'threaded'] as const)('an output of the kind %s', (type) => {
  let reader: FakeReader;
  let time: FakeTime;
  let problems: string[];

  beforeEach(() => {
    reader = new FakeReader();
    time = new FakeTime();
    problems = [];
  });

  const open = (limit = 100, mark?: OutputOptions['mark']): Output =>
    createOutput({
      fd: 1,
      limit,
      clock: time,
      timers: time,
      onProblem: (line) => problems.push(line),
      onRecovered: () => problems.push('recovered'),
      mark,
      fs: reader,
      target: { type, fd: 9 },
    });
  /** Lets some time pass, with all that the reader answers in it. */
  const pass = (seconds: number) => {
    for (let rest = seconds; rest > 0; rest -= 0.05) {
      reader.settle();
      time.advance(Math.min(rest, 0.05));
    }
    reader.settle();
  };

  test('passes bytes on as they are', () => {
    const output = open();
    output.write(Buffer.from('a\0'));
    output.write(Buffer.from([0xff, 0x0d]));
    reader.settle();
    expect([...reader.taken]).toEqual([0x61, 0, 0xff, 0x0d]);
    expect(output).toMatchObject({ waiting: 0, dropped: 0, open: true });
  });

  test('goes on after a short write', () => {
    reader.most = 2;
    const output = open();
    output.write(Buffer.from('abcdefg'));
    pass(1);
    expect(reader.text).toBe('abcdefg');
  });

  test('keeps what a reader that has stalled does not take, and goes on when it does', () => {
    reader.room = 3;
    const output = open();
    output.write(Buffer.from('abc'));
    output.write(Buffer.from('defg'));
    pass(10);
    expect([reader.text, output.waiting]).toEqual(['abc', 4]);
    reader.room = 100;
    pass(0.06);
    expect([reader.text, output.waiting]).toEqual(['abcdefg', 0]);
    expect(problems).toEqual([]);
  });

  test('is soon tried again on a reader that has stalled long, once that takes something', () => {
    const milliseconds = (most: number, until = () => false): void => {
      for (let passed = 0; passed < most && !until(); passed += 1) {
        time.advance(0.001);
        reader.settle();
      }
    };
    reader.room = 0;
    const output = open();
    output.write(Buffer.from('abcdefg'));
    pass(10);
    reader.room = 3;
    milliseconds(60, () => reader.text === 'abc');
    expect(reader.text).toBe('abc');
    milliseconds(1);
    reader.room = 100;
    milliseconds(5);
    expect(reader.text).toBe('abcdefg');
  });

  test('tries again after an exception, which is told once, and when that is over', () => {
    let recovered = 0;
    let throws = 3;
    const output = createOutput({
      fd: 1,
      limit: 100,
      clock: time,
      timers: time,
      onProblem: (line) => problems.push(line),
      onRecovered: () => {
        recovered += 1;
      },
      fs: thrower(reader, () => {
        throws -= 1;
        return throws >= 0;
      }),
      target: { type, fd: 9 },
    });
    output.write(Buffer.from('one '));
    output.write(Buffer.from('two'));
    pass(1);
    expect(reader.text).toBe('one two');
    expect(problems).toEqual(['writing stdout failed (no memory for that); trying again']);
    expect(recovered).toBe(1);
  });

  test('gives up after some seconds of exceptions', async () => {
    const output = createOutput({
      fd: 1,
      limit: 100,
      clock: time,
      timers: time,
      onProblem: (line) => problems.push(line),
      fs: thrower(reader, () => true),
      target: { type, fd: 9 },
    });
    output.write(Buffer.from('one'));
    const drained = output.drained(Number.POSITIVE_INFINITY);
    pass(6);
    await drained;
    expect(output.open).toBe(false);
    expect(problems).toHaveLength(2);
    expect(problems[1]).toBe("stdout can't be written any more (no memory for that)");
  });

  test('tries again soon at first, then so seldom that waiting costs nothing', () => {
    reader.room = 0;
    const output = open();
    output.write(Buffer.from('a'));
    reader.settle();
    for (let moment = 0; moment < 20; moment += 1) {
      time.advance(0.001);
      reader.settle();
    }
    expect(reader.tries).toBeGreaterThan(3);
    pass(1);
    const before = reader.tries;
    pass(10);
    expect(reader.tries - before).toBeGreaterThan(50);
    expect(reader.tries - before).toBeLessThan(250);
    expect(time.timers).toBeLessThanOrEqual(1);
  });

  test('is tried soon again once it has taken something', () => {
    reader.room = 0;
    const output = open();
    output.write(Buffer.from('ab'));
    pass(1);
    const step = () => {
      time.advance(0.001);
      reader.settle();
    };
    reader.room = 1;
    for (let moment = 0; moment < 100 && reader.takenBytes === 0; moment += 1) step();
    expect(reader.takenBytes).toBe(1);
    // It has stalled anew, and takes the rest soon after.
    step();
    reader.room = 1;
    for (let moment = 0; moment < 4; moment += 1) step();
    expect(reader.takenBytes).toBe(2);
  });

  test('is not tried by each chunk while it waits', () => {
    reader.room = 0;
    const output = open(10_000);
    for (let chunk = 0; chunk < 1000; chunk += 1) output.write(Buffer.from('a'));
    reader.settle();
    expect(reader.tries).toBe(1);
    expect(time.timers).toBe(1);
  });

  test('beyond its limit drops, counts and marks; says so at each gap, and when it is over', () => {
    reader.room = 0;
    const output = open(10, lost);
    for (const gap of [1, 2]) {
      output.write(Buffer.from('12345678\n'));
      for (let chunk = 0; chunk < 5; chunk += 1) output.write(Buffer.from('lost\n'));
      reader.settle();
      expect(output).toMatchObject({ waiting: 9, dropped: gap * 25, open: true });
      expect(problems).toEqual(['nobody reads stdout, what comes now is not shown there']);
      reader.room = 100;
      pass(0.06);
      expect(problems.splice(0)).toEqual([expect.anything(), 'recovered']);
      output.write(Buffer.from('kept\n'));
      pass(0.06);
      expect(reader.text).toBe('12345678\n[fpga-tee: 25 lost]\nkept\n'.repeat(gap));
      reader.room = 0;
    }
  });

  test('marks at the end what is missing then', async () => {
    reader.room = 0;
    const output = open(10, lost);
    output.write(Buffer.from('12345678\nlost'));
    const drained = output.drained(Number.POSITIVE_INFINITY);
    reader.room = 100;
    pass(1);
    await drained;
    expect(reader.text).toBe('12345678\n[fpga-tee: 4 lost]\n');
  });

  test.each([
    ['EPIPE', /^nobody reads stdout any more$/],
    ['EIO', /^nobody reads stdout any more$/],
    ['EBADF', /^stdout can't be written any more \(.*\)$/],
    ['ENXIO', /^stdout can't be written any more \(.*\)$/],
  ])('is closed when nothing can be written any more: %s', async (code, words) => {
    const output = open();
    output.write(Buffer.from('a'));
    reader.settle();
    reader.fails = code;
    output.write(Buffer.from('b'));
    reader.settle();
    expect(output).toMatchObject({ open: false, waiting: 0 });
    expect(problems).toEqual([expect.stringMatching(words)]);
    const { tries } = reader;
    output.write(Buffer.from('c'));
    pass(10);
    expect(reader.tries).toBe(tries);
    expect(output.shouldWait()).toBe(false);
    expect(problems).toHaveLength(1);
    await output.drained(Number.POSITIVE_INFINITY);
  });

  test('every byte is taken, or waits, or is counted as dropped', () => {
    const random = seeded(type.length);
    const output = open(2000);
    let given = 0;
    for (let round = 0; round < 3000; round += 1) {
      const chunk = Buffer.alloc(random(300), 'x');
      given += chunk.length;
      output.write(chunk);
      reader.most = 1 + random(100);
      reader.room = random(3) === 0 ? 0 : random(3000);
      reader.settle();
      time.advance(random(10) / 500);
      expect(reader.takenBytes + output.waiting + output.dropped).toBe(given);
    }
    expect(output.dropped).toBeGreaterThan(0);
  });

  describe('is drained', () => {
    const isDrained = async (promise: Promise<void>) => {
      const pending = Symbol();
      return (await Promise.race([promise, Promise.resolve(pending)])) !== pending;
    };

    test('at once when nothing waits', async () => {
      await open().drained(1);
      expect(time.timers).toBe(0);
    });

    test('when the reader has taken all', async () => {
      reader.room = 0;
      const output = open();
      output.write(Buffer.from('abc'));
      reader.settle();
      const drained = output.drained(1000);
      expect(await isDrained(drained)).toBe(false);
      reader.room = 2;
      pass(1);
      expect(await isDrained(drained)).toBe(false);
      reader.room = 2;
      pass(1);
      await drained;
      expect(time.timers).toBe(0);
    });

    test('when the reader is gone', async () => {
      reader.room = 0;
      const output = open();
      output.write(Buffer.from('abc'));
      reader.settle();
      const drained = output.drained(1000);
      reader.fails = 'EPIPE';
      pass(1);
      await drained;
    });

    test('later than that by a reader that still takes something now and then', async () => {
      reader.room = 0;
      const output = open();
      output.write(Buffer.from('abcdefgh'));
      const drained = output.drained(5);
      for (let taken = 1; taken < 8; taken += 1) {
        pass(4);
        reader.room = 1;
        pass(0.1);
        expect(await isDrained(drained)).toBe(false);
      }
      reader.room = 1;
      pass(0.1);
      await drained;
      expect(output.waiting).toBe(0);
      expect(time.timers).toBe(0);
    });

    test('after the time that is given in which nothing was taken', async () => {
      reader.room = 0;
      const output = open();
      output.write(Buffer.from('abc'));
      const drained = output.drained(5);
      pass(4.9);
      expect(await isDrained(drained)).toBe(false);
      pass(0.2);
      await drained;
      expect(output.waiting).toBe(3);
    });

    test('never, when a reader that does not move is waited for without end', async () => {
      reader.room = 0;
      const output = open();
      output.write(Buffer.from('abc'));
      const { timers } = time;
      const drained = output.drained(Number.POSITIVE_INFINITY);
      // A timer of Node's that is longer than 24 days fires at once: there must be none.
      expect(time.timers).toBe(timers);
      reader.settle();
      pass(1000);
      expect(await isDrained(drained)).toBe(false);
      reader.room = 100;
      pass(1);
      await drained;
    });
  });

  test('a flood waits for a reader that is slow, not for one that has stalled', () => {
    const megabyte = 1024 * 1024;
    const output = open(64 * megabyte);
    reader.room = megabyte;
    output.write(Buffer.alloc(8 * megabyte));
    reader.settle();
    expect(output.shouldWait()).toBe(true);
    pass(1);
    expect(output.shouldWait()).toBe(false);
  });
});

test('a full disk behind stdout is tried again like a slow reader', () => {
  const reader = new FakeReader();
  const time = new FakeTime();
  const problems: string[] = [];
  const output = createOutput({
    fd: 1,
    limit: 100,
    clock: time,
    timers: time,
    onProblem: (line) => problems.push(line),
    fs: reader,
    target: { type: 'file', fd: 9 },
  });
  reader.fails = 'ENOSPC';
  output.write(Buffer.from('abc'));
  reader.settle();
  expect(output).toMatchObject({ open: true, waiting: 3 });
  reader.fails = null;
  time.advance(0.1);
  reader.settle();
  expect(reader.text).toBe('abc');
  expect(problems).toEqual([]);
});
