import { describe, expect, test } from 'vitest';
import { askForEnd, KeyReader } from '../../../src/run/keys/keys.ts';

describe('what is typed', () => {
  test('is the miner’s, as it was typed', () => {
    const reader = new KeyReader();
    for (const keys of ['+', '-', '\x1b', '\x03', '\x1a', '\x1b[A', 'äß€😀', '\r'])
      expect(reader.take(keys)).toEqual([{ type: 'miner', keys }]);
  });

  test('is the tool’s after Ctrl-], one key long', () => {
    const reader = new KeyReader();
    expect(reader.take('a\x1drb')).toEqual([
      { type: 'miner', keys: 'a' },
      { type: 'open' },
      { type: 'own', key: 'restart' },
      { type: 'close' },
      { type: 'miner', keys: 'b' },
    ]);
    expect(reader.open).toBe(false);
  });

  test('stays the tool’s after keys that may be wanted again', () => {
    const reader = new KeyReader();
    reader.take('\x1d');
    expect(reader.take('sStnhq')).toEqual(
      ['sort', 'sort', 'trend', 'next', 'help', 'stop'].map((key) => ({ type: 'own', key })),
    );
    expect(reader.open).toBe(true);
  });

  test.each([
    ['p', 'pause'],
    [' ', 'pause'],
    ['r', 'restart'],
    ['d', 'detach'],
    ['0', { miner: 0 }],
    ['a', { miner: 0 }],
    ['9', { miner: 9 }],
  ])('Ctrl-] %s', (typed, key) => {
    expect(new KeyReader().take(`\x1d${typed}`)).toEqual([
      { type: 'open' },
      { type: 'own', key },
      { type: 'close' },
    ]);
  });

  test('Ctrl-] twice types it', () => {
    expect(new KeyReader().take('\x1d\x1d')).toEqual([
      { type: 'open' },
      { type: 'miner', keys: '\x1d' },
      { type: 'close' },
    ]);
  });

  test('Ctrl-] after one of its keys opens them again, to the tool alone', () => {
    const reader = new KeyReader();
    expect(reader.take('\x1ds\x1dr')).toEqual([
      { type: 'open' },
      { type: 'own', key: 'sort' },
      { type: 'open' },
      { type: 'own', key: 'restart' },
      { type: 'close' },
    ]);
  });

  test('ESC and keys that mean nothing close the tool’s own, a function key does not; none of them reaches the miner', () => {
    for (const key of ['\x1b', 'x', '\x03']) {
      const reader = new KeyReader();
      expect(reader.take(`\x1d${key}`)).toEqual([{ type: 'open' }, { type: 'close' }]);
      expect(reader.take('+')).toEqual([{ type: 'miner', keys: '+' }]);
    }
    const reader = new KeyReader();
    expect(reader.take('\x1d\x1b[5~')).toEqual([{ type: 'open' }]);
    expect(reader.open).toBe(true);
  });

  test('closed by time, the next key is the miner’s', () => {
    const reader = new KeyReader();
    reader.take('\x1d');
    reader.close();
    expect(reader.take('q')).toEqual([{ type: 'miner', keys: 'q' }]);
  });

  test('Ctrl-S and Ctrl-Q hold the view and not the miner', () => {
    expect(new KeyReader().take('a\x13b\x11')).toEqual([
      { type: 'miner', keys: 'a' },
      { type: 'hold', on: true },
      { type: 'miner', keys: 'b' },
      { type: 'hold', on: false },
    ]);
  });
});

test('ESC alone and Ctrl-C ask a miner to end; an arrow and others do not', () => {
  for (const keys of ['\x1b', '\x03', 'a\x1b', '+\x03-']) expect(askForEnd(keys), keys).toBe(true);
  for (const keys of ['+', '\x1b[A', '\x1bOP', '\x1b[1;5C', 'q', ''])
    expect(askForEnd(keys), keys).toBe(false);
});
