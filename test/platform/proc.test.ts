import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createOwnStat, isBackground, parseStat } from '../../src/platform/proc.ts';

describe('a line of /proc/<pid>/stat', () => {
  test('tells group, session, terminal and foreground', () => {
    expect(parseStat('4711 (fx-tokenminer) T 4700 4710 4600 34817 4600 1077936384 0 0')).toEqual({
      pid: 4711,
      state: 'T',
      parent: 4700,
      group: 4710,
      session: 4600,
      terminal: 34_817,
      foreground: 4600,
    });
  });

  test('may have any name in it', () => {
    expect(parseStat('7 (a) R 1 (b) c) S 1 2 3 0 -1 0')).toMatchObject({ pid: 7, state: 'S', group: 2 });
  });

  test.each(['', '7', '7 (a', '7 (a)', '7 (a) S 1 2', 'x (a) S 1 2 3 0 -1'])('may be none: "%s"', (text) => {
    expect(parseStat(text)).toBeNull();
  });

  test.runIf(process.platform === 'linux')('of this process is read', () => {
    expect(parseStat(readFileSync('/proc/self/stat', 'latin1'))).toMatchObject({
      pid: process.pid,
      parent: process.ppid,
    });
  });

  test.runIf(process.platform === 'linux')('of this process is read as it is each time', () => {
    const own = createOwnStat();
    for (let time = 0; time < 3; time += 1)
      expect(own()).toEqual(parseStat(readFileSync('/proc/self/stat', 'latin1')));
  });
});

describe('the background', () => {
  const stat = (group: number, foreground: number) => {
    const parsed = parseStat(`1 (x) S 1 ${group} 5 34817 ${foreground} 0`);
    if (parsed === null) throw new Error('not read');
    return parsed;
  };

  test.each([
    ['is where another group has the terminal', 10, 11, true],
    ['is where a group out of sight has it (a container)', 10, 0, true],
    ['is not where one’s own has it', 10, 10, false],
    ['is not where there is no terminal', 10, -1, false],
  ])('%s', (_, group, foreground, background) => {
    expect(isBackground(stat(group, foreground))).toBe(background);
  });
});
