import { beforeEach, describe, expect, test } from 'vitest';
import { BoundedQueue } from '../../src/bytes/bounded-queue.ts';
import { seeded } from '../support/seeded.ts';

let queue: BoundedQueue;
beforeEach(() => {
  queue = new BoundedQueue({ limit: 30, mark: (bytes) => `-${bytes}` });
});

/** The reader takes so many bytes, or all. */
function take(count = Number.POSITIVE_INFINITY, from = queue): string {
  let taken = '';
  while (from.length > 0 && taken.length < count) {
    const piece = from.head().toString('latin1', 0, count - taken.length);
    taken += piece;
    from.written(piece.length);
    from.settle();
  }
  return taken;
}

function push(...pieces: string[]): void {
  for (const piece of pieces) queue.push(Buffer.from(piece));
}

test('holds what fits', () => {
  push('line 1\n', 'line 2\n', 'open');
  expect(queue).toMatchObject({ length: 18, dropped: 0, inGap: false });
  expect(take()).toBe('line 1\nline 2\nopen');
});

describe('beyond the limit', () => {
  const full = 'line 1\nline 2\nline 3\nline 4\n';

  test('whole lines are dropped and counted, and marked once all before them is taken', () => {
    push(`${full}line 5\nline 6\n`, 'line 7\n');
    expect(queue).toMatchObject({ length: 28, dropped: 21, inGap: true });
    expect(take()).toBe(`${full}[fpga-tee: -21]\n`);
    expect(queue).toMatchObject({ length: 0, dropped: 21, inGap: false });
    push('line 8\n');
    expect(take()).toBe('line 8\n');
  });

  test('nothing is kept until half is free, then lines are, behind the mark', () => {
    push(full, 'line 5\n');
    expect(take(12)).toBe(full.slice(0, 12));
    push('line 6\n');
    expect(queue).toMatchObject({ length: 16, dropped: 14, inGap: true });
    expect(take(9)).toBe(full.slice(12, 21));
    push('line 7\n');
    expect(queue).toMatchObject({ dropped: 14, inGap: false });
    expect(take()).toBe('line 4\n[fpga-tee: -14]\nline 7\n');
  });

  test('the line that is open is kept to its end', () => {
    push('line 1\n', 'a line that goes on', ' and ends\nline 3\n');
    expect(take()).toBe('line 1\na line that goes on and ends\n[fpga-tee: -7]\n');
  });

  test('one whose end is far is cut, and the mark still has a line of its own', () => {
    push('line 1\n', 'open line', 'x'.repeat(5000), '\n');
    expect(take()).toBe('line 1\nopen line\n[fpga-tee: -5001]\n');
  });

  test('a line of which the beginning was dropped is dropped to its end', () => {
    push(full, 'line 5 which');
    expect(take()).toBe(full);
    push(' goes', ' on\nline 6\n');
    expect(take()).toBe('[fpga-tee: -21]\nline 6\n');
  });

  test('what never has an end is kept again all the same', () => {
    push('line 1\n', 'x'.repeat(5000));
    expect(take()).toBe('line 1\n');
    push('y');
    expect(take()).toBe('[fpga-tee: -5000]\ny');
  });

  test('at the end what is missing is marked in any case', () => {
    push('line 1\n', 'line 2 is much too long to fit');
    queue.settle(true);
    expect(take()).toBe('line 1\n[fpga-tee: -30]\n');
  });

  test('nothing is said without words for it', () => {
    const silent = new BoundedQueue({ limit: 10 });
    silent.push(Buffer.from('line 1\nline 2\n'));
    expect(take(undefined, silent)).toBe('line 1\n');
    expect(silent.inGap).toBe(false);
  });
});

test('nothing waits any more once it is cleared', () => {
  push('line 1\n', 'line 2 is much too long to fit\n');
  queue.clear();
  expect(queue).toMatchObject({ length: 0, dropped: 31, inGap: false });
});

test('what comes out is what went in, in whole lines, with the marks for exactly what is missing', () => {
  const random = seeded(11);
  const bounded = new BoundedQueue({ limit: 500, mark: (bytes) => `${bytes} missing` });
  let given = '';
  let got = '';
  for (let line = 0; line < 5000; line += 1) {
    const text = `line ${line}${'.'.repeat(random(40))}\n`;
    const cut = random(text.length);
    for (const piece of [text.slice(0, cut), text.slice(cut)]) {
      bounded.push(Buffer.from(piece));
      got += take(random(line % 1000 < 500 ? 10 : 60), bounded);
    }
    given += text;
    expect(bounded.length).toBeLessThan(600);
  }
  bounded.settle(true);
  got += take(undefined, bounded);
  let place = 0;
  for (const line of got.split(/(?<=\n)/)) {
    const [, missing] = /^\[fpga-tee: (\d+) missing\]\n$/.exec(line) ?? [];
    if (missing === undefined) expect(given.startsWith(line, place)).toBe(true);
    place += missing === undefined ? line.length : Number(missing);
  }
  expect(place).toBe(given.length);
  expect(bounded.dropped).toBeGreaterThan(1000);
});
