import { describe, expect, test } from 'vitest';
import { ByteQueue } from '../../src/bytes/byte-queue.ts';
import { seeded } from '../support/seeded.ts';

/** Takes out everything, in pieces as large as the queue gives them. */
function drain(queue: ByteQueue): Buffer {
  const pieces: Buffer[] = [];
  while (queue.length > 0) {
    const head = Buffer.from(queue.head());
    if (head.length === 0) throw new Error('nothing at the head of a queue that is not empty');
    pieces.push(head);
    queue.drop(head.length);
  }
  return Buffer.concat(pieces);
}

describe('a queue of bytes', () => {
  test('is empty at first', () => {
    const queue = new ByteQueue();
    expect([queue.length, queue.head().length]).toEqual([0, 0]);
    queue.drop(0);
    expect(queue.length).toBe(0);
  });

  test('gives the bytes in their order', () => {
    const queue = new ByteQueue();
    for (const text of ['one ', 'two ', '', 'three']) queue.push(Buffer.from(text));
    expect(queue.length).toBe(13);
    expect(drain(queue).toString()).toBe('one two three');
    expect(queue.length).toBe(0);
  });

  test('gives the rest of what was taken in part', () => {
    const queue = new ByteQueue();
    queue.push(Buffer.from('abcdef'));
    queue.drop(2);
    expect(queue.head().toString()).toBe('cdef');
    queue.push(Buffer.from('gh'));
    expect(drain(queue).toString()).toBe('cdefgh');
  });

  test('holds chunks larger than any block', () => {
    const chunk = Buffer.from(Array.from({ length: 300_000 }, (_, place) => place % 251));
    const queue = new ByteQueue();
    queue.push(chunk);
    queue.push(chunk);
    expect(drain(queue).equals(Buffer.concat([chunk, chunk]))).toBe(true);
  });

  test('gives small blocks together, and takes any part of them out', () => {
    const bytes = Buffer.from(Array.from({ length: 5_000_000 }, (_, place) => place % 251));
    const random = seeded(3);
    const queue = new ByteQueue();
    queue.push(bytes);
    const pieces: Buffer[] = [];
    while (queue.length > 0) {
      const piece = queue.heads();
      expect(piece.length).toBeLessThanOrEqual(1024 * 1024);
      expect(piece.length).toBeGreaterThanOrEqual(Math.min(queue.length, queue.head().length));
      const count = 1 + random(piece.length);
      pieces.push(Buffer.from(piece.subarray(0, count)));
      queue.drop(count);
    }
    expect(Buffer.concat(pieces).equals(bytes)).toBe(true);
    expect(queue.heads().length).toBe(0);
  });

  test('copies: the memory of a chunk may be used again', () => {
    const chunk = Buffer.from('abc');
    const queue = new ByteQueue();
    queue.push(chunk);
    chunk.fill('x');
    expect(queue.head().toString()).toBe('abc');
  });

  test('does not touch a head that is being written, whatever is pushed meanwhile', () => {
    const queue = new ByteQueue();
    queue.push(Buffer.from('abc'));
    const head = queue.head();
    for (let chunk = 0; chunk < 100; chunk += 1) queue.push(Buffer.alloc(5000, 'x'));
    expect(head.toString()).toBe('abc');
    queue.clear();
    queue.push(Buffer.from('yyyyy'));
    expect(head.toString()).toBe('abc');
  });

  test('forgets everything at once, and tells how much', () => {
    const queue = new ByteQueue();
    queue.push(Buffer.alloc(100_000));
    queue.drop(10);
    expect(queue.clear()).toBe(99_990);
    expect([queue.length, queue.head().length, queue.clear()]).toEqual([0, 0, 0]);
    queue.push(Buffer.from('a'));
    expect(drain(queue).toString()).toBe('a');
  });

  test('a million small chunks cost little more than their bytes', () => {
    const queue = new ByteQueue();
    for (let chunk = 0; chunk < 1_000_000; chunk += 1) queue.push(Buffer.of(chunk % 256));
    let blocks = 0;
    for (; queue.length > 0; blocks += 1) queue.drop(queue.head().length);
    expect(blocks).toBeLessThan(20);
  });

  test('what has piled up comes out in pieces of a megabyte at the most', () => {
    const queue = new ByteQueue();
    for (let chunk = 0; chunk < 500; chunk += 1) queue.push(Buffer.alloc(65_536));
    const pieces: number[] = [];
    while (queue.length > 0) {
      pieces.push(queue.head().length);
      queue.drop(queue.head().length);
    }
    expect(pieces.length).toBeLessThan(40);
    expect(Math.max(...pieces)).toBe(1024 * 1024);
  });
});

test.each([1, 2, 3, 4, 5])('does what a plain list of bytes does, whatever comes (%d)', (seed) => {
  const random = seeded(seed);
  const queue = new ByteQueue();
  let model = Buffer.alloc(0);
  for (let round = 0; round < 2000; round += 1) {
    const what = random(100);
    if (what < 45) {
      const chunk = Buffer.alloc(random(10) === 0 ? random(200_000) : random(2000), random(256));
      queue.push(chunk);
      model = Buffer.concat([model, chunk]);
    } else if (what < 98) {
      const head = queue.head();
      if (!model.subarray(0, head.length).equals(head)) throw new Error(`round ${round}: another head`);
      expect(head.length > 0).toBe(model.length > 0);
      const count = random(3) === 0 ? random(head.length + 1) : head.length;
      queue.drop(count);
      model = model.subarray(count);
    } else {
      expect(queue.clear()).toBe(model.length);
      model = Buffer.alloc(0);
    }
    expect(queue.length).toBe(model.length);
  }
});
