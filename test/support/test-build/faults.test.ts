import { describe, expect, test } from 'vitest';
import { Faults, faultPlaces, parseFaults } from './faults.ts';

/** Which of the first twelve calls fail. */
function failing(text: string, place: (typeof faultPlaces)[number]): number[] {
  const faults = parseFaults(text);
  return Array.from({ length: 12 }, (_, at) => at + 1).filter(() => faults.due(place));
}

describe('the variable', () => {
  test.each([undefined, '', ' ', ','])('%j: nothing fails', (text) => {
    const faults = parseFaults(text);
    for (const place of faultPlaces) {
      expect(faults.has(place)).toBe(false);
      expect(() => faults.hit(place)).not.toThrow();
    }
  });

  test.each([
    ['parse', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]],
    ['parse@10', [10, 11, 12]],
    ['parse@3-5', [3, 4, 5]],
    ['parse@1-1', [1]],
    ['panel, parse@12', [12]],
  ])('%s: calls %j fail', (text, calls) => {
    expect(failing(text, 'parse')).toEqual(calls);
  });

  test('several places count their own calls', () => {
    const faults = parseFaults('parse@2,log');
    expect([faults.due('parse'), faults.due('log'), faults.due('parse')]).toEqual([false, true, true]);
    expect(faults.due('panel')).toBe(false);
  });

  test.each(['prase', 'parse@', 'parse@x', 'parse@1-', 'parse@-1', '@3', 'parse 3'])(
    '%s is a line that lists the places',
    (text) => {
      for (const place of faultPlaces) expect(() => parseFaults(text)).toThrow(place);
    },
  );
});

test('what is thrown names the place', () => {
  expect(() => parseFaults('log-writer').hit('log-writer')).toThrow('fault at log-writer');
  expect(() => new Faults().hit('log-writer')).not.toThrow();
});
