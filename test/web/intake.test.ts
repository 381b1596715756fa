import { Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { Intake } from '../../src/web/intake.ts';

/** A connection with a parser that has seen so many bytes at a time, and the turns that a test lets come. */
function aConnection(parse: (chunk: Buffer) => void = () => {}) {
  const socket = new Socket();
  const seen: number[] = [];
  socket.on('data', (chunk: Buffer) => {
    seen.push(chunk.length);
    parse(chunk);
  });
  const waiting: (() => void | Promise<void>)[] = [];
  const intake = new Intake({ add: (piece) => waiting.push(piece) });
  intake.add(socket);
  return {
    socket,
    seen,
    intake,
    comes: (bytes: number) => socket.emit('data', Buffer.alloc(bytes)),
    /** All turns until nothing waits for one, of which there are not many. */
    turns() {
      let turns = 0;
      for (let turn = waiting.shift(); turn !== undefined && turns < 100; turn = waiting.shift()) {
        turns += 1;
        turn();
      }
      return turns;
    },
  };
}

test('a short request is read in a turn of its own', () => {
  const { seen, comes, turns } = aConnection();
  comes(300);
  expect(seen).toEqual([]);
  expect(turns()).toBe(1);
  expect(seen).toEqual([300]);
});

test('much at once is read in pieces, a turn for each, and nothing more until it has been', () => {
  const { socket, seen, comes, turns } = aConnection();
  comes(3000);
  expect(socket.isPaused()).toBe(true);
  expect(turns()).toBe(3);
  expect(seen).toEqual([1024, 1024, 952]);
  expect(socket.isPaused()).toBe(false);
});

test('what comes nevertheless is read after it', () => {
  const { seen, comes, turns } = aConnection();
  comes(1500);
  comes(600);
  turns();
  expect(seen).toEqual([1024, 1024, 52]);
});

describe('while it is held', () => {
  test('nothing is read, and all of it after the release', () => {
    const { socket, seen, intake, comes, turns } = aConnection();
    intake.hold(socket);
    comes(100);
    expect(turns()).toBe(0);
    expect(socket.isPaused()).toBe(true);
    intake.release(socket);
    turns();
    expect(seen).toEqual([100]);
    expect(socket.isPaused()).toBe(false);
  });

  test('by what has been read, the rest waits', () => {
    const { socket, seen, intake, comes, turns } = aConnection(() => intake.hold(socket));
    comes(1500);
    turns();
    expect(seen).toEqual([1024]);
    intake.release(socket);
    turns();
    expect(seen).toEqual([1024, 476]);
  });
});

test('once it is stopped nothing is read any more', () => {
  const { socket, seen, intake, comes, turns } = aConnection(() => intake.stop(socket));
  comes(5000);
  comes(10);
  turns();
  comes(10);
  expect(turns()).toBe(0);
  expect(seen).toEqual([1024]);
});

test('nothing is read of a connection that is closed', () => {
  const { socket, seen, comes, turns } = aConnection();
  comes(5000);
  socket.destroy();
  turns();
  expect(seen).toEqual([]);
});

test('a parser that fails ends its connection and nothing else', () => {
  const { socket, comes, turns } = aConnection(() => {
    throw new Error('what is this?');
  });
  comes(5000);
  expect(turns()).toBe(1);
  expect(socket.destroyed).toBe(true);
});
