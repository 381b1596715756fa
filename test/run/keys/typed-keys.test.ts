import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { listenToTypedKeys } from '../../../src/run/keys/typed-keys.ts';
import { FakeTime } from '../../support/fake-time.ts';

/** A terminal that notes what is done to it. */
class FakeInput extends EventEmitter {
  readonly did: string[] = [];

  setRawMode(raw: boolean): void {
    this.did.push(raw ? 'raw' : 'cooked');
  }

  resume(): void {
    this.did.push('read');
  }

  pause(): void {
    this.did.push('leave');
  }

  /** What was done since it was last asked. */
  news(): string[] {
    return this.did.splice(0);
  }
}

function listening(ours = true) {
  const input = new FakeInput();
  const time = new FakeTime();
  const keyboard = { ours };
  const typed: string[] = [];
  const keys = listenToTypedKeys({
    input,
    isOurs: () => keyboard.ours,
    timers: time,
    onKeys: (text) => typed.push(text),
  });
  return { input, time, keyboard, typed, keys };
}

test('keys come as they are typed, also a character in two pieces', () => {
  const { input, typed } = listening();
  input.emit('data', Buffer.from([0x2b]));
  input.emit('data', Buffer.from([0xc3]));
  input.emit('data', Buffer.from([0xa4, 0x03]));
  expect(typed).toEqual(['+', 'ä\x03']);
});

test('the terminal is set raw, and as it was at the end, once', () => {
  const { input, keys, time } = listening();
  expect(input.news()).toEqual(['leave', 'raw', 'read']);
  keys.release();
  keys.release();
  expect(input.news()).toEqual(['leave', 'cooked']);
  expect(time.timers).toBe(0);
});

test('in the background nothing is set and nothing read; in the foreground it is, a second later at the most', () => {
  const { input, keyboard, time, keys } = listening(false);
  time.advance(10);
  expect(input.news()).toEqual(['leave']);
  keyboard.ours = true;
  time.advance(1);
  expect(input.news()).toEqual(['raw', 'read']);
  keyboard.ours = false;
  time.advance(1);
  expect(input.news()).toEqual(['leave']);
  keys.release();
  expect(input.news()).toEqual(['leave']);
});

test('who was never in the foreground leaves the terminal alone at the end', () => {
  const { input, keys } = listening(false);
  keys.release();
  expect(input.news()).toEqual(['leave']);
});

test('after a stop the terminal is set anew', () => {
  const { input, keys } = listening();
  input.news();
  keys.resumed();
  expect(input.news()).toEqual(['cooked', 'raw', 'read']);
});

test('a terminal that is gone is left alone', () => {
  for (const event of ['error', 'end']) {
    const { input, keys, time } = listening();
    input.news();
    input.emit(event, new Error('EIO'));
    time.advance(5);
    keys.resumed();
    keys.release();
    expect(input.news()).toEqual([]);
  }
});
