import { describe, expect, test } from 'vitest';
import { plainText } from '../../src/lines/safe-text.ts';
import { sanitiseLine } from '../../src/lines/sanitise.ts';
import { hostile } from '../support/hostile.ts';
import { seeded } from '../support/seeded.ts';

const screen = (text: string) => sanitiseLine(text, { colour: true });

describe('nothing but text and colours reaches the terminal', () => {
  test.each([
    ['plain text', 'Hash: 17.520GH/s [730MHz]', 'Hash: 17.520GH/s [730MHz]'],
    ['other alphabets', 'Temp( ℃ ) 温度 é 🚀', 'Temp( ℃ ) 温度 é 🚀'],
    ['a colour', '\x1b[31mbooooo\x1b[0m', '\x1b[31mbooooo\x1b[0m\x1b[0m'],
    ['a colour left open', '\x1b[01;37m accepted', '\x1b[01;37m accepted\x1b[0m'],
    ['a 24-bit colour', '\x1b[38;2;1;2;3mx', '\x1b[38;2;1;2;3mx\x1b[0m'],
    ['a colour with colons', '\x1b[38:5:208mx', '\x1b[38:5:208mx\x1b[0m'],
    ['a private m', '\x1b[?1mx\x1b[>4;2mx', 'xx'],
    ['m with an intermediate', '\x1b[1 mx', 'x'],
    ['a colour of endless digits', `\x1b[${'1'.repeat(1000)}mx`, 'x'],
    ['cursor moves', 'a\x1b[2Jb\x1b[1;1Hc\x1b[Ad', 'abcd'],
    ['modes', 'a\x1b[?1049hb\x1b[?25lc', 'abc'],
    ['a title ended by BEL', 'a\x1b]0;title\x07b', 'ab'],
    ['a title ended by ST', 'a\x1b]0;title\x1b\\b', 'ab'],
    ['a title ended by 8-bit ST', 'a\x1b]0;title\x9cb', 'ab'],
    ['a title without end', 'a\x1b]0;title', 'a'],
    ['a title without end before a colour', 'a\x1b]0;title\x1b[31mb', 'a\x1b[31mb\x1b[0m'],
    ['the clipboard', 'a\x1b]52;c;cm0gLXJmIC8=\x07b', 'ab'],
    ['a link', 'a\x1b]8;;https://x.y\x1b\\link\x1b]8;;\x1b\\b', 'alinkb'],
    ['DCS', 'a\x1bPq#0~\x1b\\b', 'ab'],
    ['DCS with BEL inside', 'a\x1bP1\x072\x1b\\b', 'ab'],
    ['DCS that wraps OSC', 'a\x1bPtmux;\x1b\x1b]52;c;AA\x07\x1b\\b', 'ab'],
    ['SOS, PM, APC', 'a\x1bX1\x1b\\b\x1b^2\x1b\\c\x1b_3\x1b\\d', 'abcd'],
    ['8-bit CSI', 'a\x9b2Jb', 'ab'],
    ['8-bit colour', 'a\x9b31mb', 'ab'],
    ['8-bit OSC', 'a\x9d52;c;AA\x07b', 'ab'],
    ['8-bit DCS, SOS, PM, APC', 'a\x90x\x9cb\x98x\x9cc\x9ex\x9cd\x9fx\x9ce', 'abcde'],
    ['save and restore', 'a\x1b7b\x1b8c', 'abc'],
    ['full reset', 'a\x1bcb', 'ab'],
    ['line drawing', 'a\x1b(0b\x1b(Bc', 'abc'],
    ['screen alignment', 'a\x1b#8b', 'ab'],
    ['escape at the end', 'a\x1b', 'a'],
    ['CSI at the end', 'a\x1b[12', 'a'],
    ['a sequence hidden in a sequence', '\x1b[\x1b[31m2J', '\x1b[31m2J\x1b[0m'],
    ['control characters', 'a\x00\x07\x08\x0b\x0c\r\x0e\x7f\x80\x85b', 'ab'],
    ['bidi controls', 'a\u202eb\u2066c\u200fd\u061ce', 'abcde'],
    ['zero width', '\ufeffa\u200bb\u200dc\u2060d\u00ade\ufe0ff', 'abcdef'],
    ['Arabic and Indic letters', 'عربي हिन्दी ไทย', 'عربي हिन्दी ไทย'],
    ['fillers that show nothing', 'a\u3164b\u115fc\uffa0d\u034fe', 'abcde'],
    ['variation selectors', 'a\ufe00b\u{e0100}c\u180bd', 'abcd'],
    ['signs that other characters hang on', 'a\u0600b\u{110bd}c', 'abc'],
    ['a family is three people, none of a colour', '👨\u200d👩🏽\u200d👧', '👨👩👧'],
    ['accents', 'e\u0301\u0323 é', 'e\u0301\u0323 é'],
    ['a thousand accents', `e${'\u0301'.repeat(1000)}x`, `e${'\u0301'.repeat(4)}x`],
    [
      'a thousand accents with colours between them',
      `e${'\u0301\x1b[1m'.repeat(1000)}`,
      `e${'\u0301\x1b[1m'.repeat(4)}${'\x1b[1m'.repeat(996)}\x1b[0m`,
    ],
    ['a NUL within a sequence', 'a\x1b[\x002Jb', 'a2Jb'],
    ['CAN within a sequence', 'a\x1b[2\x18Jb\x1b]0;t\x1aitle', 'aJbitle'],
    ['tag characters', 'a\u{e0041}b\u{e007f}c', 'abc'],
    ['line separators', 'a\u2028b\u2029c', 'a b c'],
    ['nothing', '', ''],
  ])('%s', (_, given, expected) => {
    expect(screen(given)).toBe(expected);
  });

  test.each(hostile)('%s', (_, sequence) => {
    const shown = screen(`before ${sequence} behind`);
    expect(shown).toMatch(/^before [\x20-\x7e]*$/);
    expect(shown).not.toContain('HIDDEN');
  });

  test('random bytes come to printable text and colours', () => {
    const random = seeded(21);
    for (let round = 0; round < 2000; round += 1) {
      const bytes = Buffer.from(Array.from({ length: 100 }, () => (random(3) === 0 ? 0x1b : random(256))));
      const shown = screen(bytes.toString()).replaceAll(/\x1b\[[0-9:;]*m/g, '');
      expect(shown).not.toMatch(/(?!\t)[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2028\u2029]/u);
      const text = Array.from({ length: 100 }, () => String.fromCodePoint(random(0x10ffff))).join('');
      expect(screen(text)).not.toMatch(
        /(?!\t|\x1b\[0m$)[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2028\u2029]/u,
      );
    }
  });

  test('whatever comes, only colours keep their escape', () => {
    const alphabet = [
      '\x1b',
      '[',
      ']',
      'P',
      '\\',
      '\x07',
      '\x9b',
      '\x9d',
      '\x9c',
      '3',
      ';',
      'm',
      'J',
      '?',
      ' ',
      '\x00',
    ];
    let seed = 1;
    const next = () => {
      seed = (seed * 48271) % 2147483647;
      return seed;
    };
    for (let round = 0; round < 20_000; round++) {
      const text = Array.from({ length: 12 }, () => alphabet[next() % alphabet.length] ?? '').join('');
      const left = screen(text).replaceAll(/\x1b\[[0-9:;]*m/g, '');
      expect(left, JSON.stringify(text)).toMatch(/^[\x20-\x7e]*$/);
    }
  });
});

test('without colour no escape is left', () => {
  expect(sanitiseLine('\x1b[1;32maccepted\x1b[0m \x1b]0;t\x07', { colour: false })).toBe('accepted ');
});

describe('tabs go to the next multiple of 8', () => {
  test.each([
    ['at the start', '\tx', `${' '.repeat(8)}x`],
    ['within', 'abc\tx', 'abc     x'],
    ['on a stop', 'abcdefgh\tx', `abcdefgh${' '.repeat(8)}x`],
    ['two', 'a\t\tx', `a${' '.repeat(15)}x`],
    ['after a wide character', '温\tx', '温      x'],
    ['a colour has no width', '\x1b[31mab\tx', '\x1b[31mab      x\x1b[0m'],
  ])('%s', (_, given, expected) => {
    expect(screen(given)).toBe(expected);
  });
});

describe('plain text for the parsers', () => {
  test.each([
    ['\x1b[01;37m accepted: 10/11 (90.91%), \x1b[31mbooooo\x1b[0m', ' accepted: 10/11 (90.91%), booooo'],
    ['a\tb', 'a\tb'],
    ['\ufeff[4002]\r', '[4002]'],
    ['unchanged ℃', 'unchanged ℃'],
  ])('%j', (given, expected) => {
    expect(plainText(given)).toBe(expected);
  });
});

describe('a megabyte of anything takes no more than its length', () => {
  const half = 1 << 19;
  test.each([
    ['CSI', '\x1b['.repeat(half)],
    ['OSC', '\x1b]'.repeat(half)],
    ['DCS', '\x1bP'.repeat(half)],
    ['8-bit OSC', '\x9d'.repeat(2 * half)],
    ['CSI digits', `\x1b[${'1'.repeat(2 * half)}`],
    ['CSI digits again and again', `\x1b[${'1;'.repeat(40)}`.repeat(half / 40)],
    ['intermediates', `\x1b${' '.repeat(2 * half)}`],
    ['combining marks', `e${'\u0301'.repeat(half)}`],
    ['concealing', '\x1b[5;8m'.repeat(half / 4)],
    ['OSC payload', `\x1b]${'x'.repeat(2 * half)}`],
  ])('%s', (_, text) => {
    // Of the processor's time: a busy machine is none of its fault.
    const before = process.cpuUsage();
    expect(screen(text)).not.toMatch(/[\x00-\x1f\x80-\x9f]/);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1e6).toBeLessThan(1);
  });
});
