import { describe, expect, test } from 'vitest';
import { followedLogs } from '../../src/options/followed-logs.ts';
import { dnaOf } from '../support/rig.ts';

const logs = ['a.log', 'b.log', 'c.log'];
const cards = (paths: readonly string[], ...texts: string[]) =>
  followedLogs(paths, [], texts).map(({ names }) => names);
const inOrder = (paths: readonly string[], ...texts: string[]) =>
  cards(paths, ...texts).map((names) => names.inOrder);
const bitstreams = (...texts: string[]) => followedLogs(logs, texts, []).map(({ bitstream }) => bitstream);

describe('names of cards', () => {
  test('none: each log’s card has the log’s number', () => {
    expect(inOrder(logs)).toEqual([['card1'], ['card2'], ['card3']]);
  });

  test('of a single log are as many as are given, as in a pipe', () => {
    expect(inOrder(['a.log'])).toEqual([[]]);
    expect(inOrder(['a.log'], 'x', 'y,z')).toEqual([['x', 'y', 'z']]);
  });

  test('go to the logs in order, with blanks, with commas, or both', () => {
    expect(inOrder(logs, 'x', 'y', 'z')).toEqual([['x'], ['y'], ['z']]);
    expect(inOrder(logs, 'x,y,z')).toEqual([['x'], ['y'], ['z']]);
    expect(inOrder(logs, 'x,y', 'z')).toEqual([['x'], ['y'], ['z']]);
  });

  test('with commas, and as many texts as logs: several cards of one log', () => {
    expect(inOrder(['a.log', 'b.log'], 'x,y', 'z')).toEqual([['x', 'y'], ['z']]);
  });

  test('by the miner’s number are each log’s own', () => {
    expect(cards(['a.log', 'b.log'], '0=x,1=y', '0=z').map(({ byIndex }) => [...byIndex])).toEqual([
      [
        [0, 'x'],
        [1, 'y'],
      ],
      [[0, 'z']],
    ]);
  });

  test('by DNA hold in whichever log the card appears, and need no order', () => {
    const [first, second] = [dnaOf(1), dnaOf(2)];
    const all = cards(logs, `${first}=x`, `${second}=y`);
    for (const { byDna } of all) {
      expect([...byDna]).toEqual([
        [first, 'x'],
        [second, 'y'],
      ]);
    }
    expect(all.map((names) => names.inOrder)).toEqual([['card1'], ['card2'], ['card3']]);
  });

  test('a number of ours that the user gave to another card is not given', () => {
    expect(inOrder(logs, 'x', `${dnaOf(1)}=card3`, `${dnaOf(2)}=y`)).toEqual([['x'], ['card2'], []]);
  });

  test.each([
    [['x'], '--card: 1 name for 3 logs; '],
    [['x', 'y', 'z', 'w'], '--card: 4 names for 3 logs; '],
    [['x', 'x', 'y'], '--card x: the name x is given twice'],
    [['0=x', '0=x', 'y'], 'the name x is given twice'],
    [['x', '', 'y'], "a card's name is empty"],
    [['x', 'foo=y', 'z'], '--card foo=y: foo is neither a DNA'],
  ])('%j is a mistake', (texts, says) => {
    expect(() => cards(logs, ...texts)).toThrow(says);
  });
});

describe('bitstreams', () => {
  test('none, one for all, or one for each in order', () => {
    expect(bitstreams()).toEqual(['auto', 'auto', 'auto']);
    expect(bitstreams('rb4')).toEqual(['rb4', 'rb4', 'rb4']);
    expect(bitstreams('0xbtc', 'rb4', 'nimiq')).toEqual(['0xbtc', 'rb4', 'nimiq']);
  });

  test('log=name for one, whichever way the path is written, and another for the rest', () => {
    expect(bitstreams('b.log=rb4')).toEqual(['auto', 'rb4', 'auto']);
    expect(bitstreams('./b.log=rb4', 'nimiq')).toEqual(['nimiq', 'rb4', 'nimiq']);
    expect(followedLogs(['x=y.log', 'b.log'], ['x=y.log=rb4'], [])[0]?.bitstream).toBe('rb4');
  });

  test.each([
    [['foo'], '--bitstream foo: choose one of auto, 0xbtc'],
    [['a.log=nimq'], '--bitstream nimq: did you mean nimiq?'],
    [['d.log=rb4'], 'd.log is not followed; did you mean a.log?'],
    [['a.log=rb4', 'a.log=nimiq'], 'the log has one already'],
    [['rb4', 'nimiq'], '--bitstream: 2 bitstreams for 3 logs; '],
    [['rb4', 'nimiq', 'rb4', 'rb4'], '--bitstream: 4 bitstreams for 3 logs; '],
    [['rb4', 'nimiq', 'a.log=rb4'], '--bitstream: 2 bitstreams for 2 logs; '],
  ])('%j is a mistake', (texts, says) => {
    expect(() => bitstreams(...texts)).toThrow(says);
  });
});

describe('the names of logs', () => {
  const names = (...paths: string[]) => followedLogs(paths, [], []).map(({ name }) => name);

  test('are base names', () => {
    expect(names('/var/log/a.log', '../b.log')).toEqual(['a.log', 'b.log']);
  });

  test('that are the same have as much of their folders as tells them apart', () => {
    expect(names('/rig1/bcu/miner.log', '/rig2/bcu/miner.log', '/rig2/cvp/miner.log', '/x.log')).toEqual([
      'rig1/bcu/miner.log',
      'rig2/bcu/miner.log',
      'cvp/miner.log',
      'x.log',
    ]);
  });

  test('hold nothing that disturbs a terminal', () => {
    expect(names('a\x1b[2J.log')).toEqual(['a?[2J.log']);
  });
});

test.each([
  [['a.log', 'b.log', './a.log'], '-m ./a.log: the log is given twice'],
  [['-'], '-m -: a pipe is read without -m'],
])('%j can not be followed', (paths, says) => {
  expect(() => followedLogs(paths, [], [])).toThrow(says);
});
