import { StringDecoder } from 'node:string_decoder';
import { describe, expect, test } from 'vitest';
import { createSafeStream } from '../../src/lines/safe-stream.ts';
import { safeText } from '../../src/lines/safe-text.ts';
import { hostile } from '../support/hostile.ts';
import { cutAtRandom, seeded } from '../support/seeded.ts';

function safe(chunks: readonly (string | Uint8Array)[], { colour = true, end = true } = {}): string {
  const stream = createSafeStream({ colour });
  const characters = new StringDecoder('utf8');
  const parts = chunks.map((chunk) => stream.push(characters.write(Buffer.from(chunk))));
  return parts.join('') + (end ? stream.end() : '');
}

describe('text goes on at once', () => {
  test.each([
    ['half a line', 'half a li'],
    ['tabs, carriage returns and line ends', 'a\tb\rc\r\nd\n'],
    ['other alphabets', 'Temp( ℃ ) 温度 é 🚀\n'],
  ])('%s', (_, text) => {
    expect(safe([text], { end: false })).toBe(text);
    expect(safe([...Buffer.from(text)].map((byte) => Uint8Array.of(byte)))).toBe(text);
  });
});

describe('colours', () => {
  test.each([
    ['stay, and are over at the end of the line', 'a\x1b[1;31mb\nc\n', 'a\x1b[1;31mb\x1b[0m\nc\n'],
    ['are over at the end of the output', '\x1b[32mab', '\x1b[32mab\x1b[0m'],
    ['stay over a carriage return', '\x1b[32ma\rb\n', '\x1b[32ma\rb\x1b[0m\n'],
    ['but no blinking, nothing concealed', '\x1b[5;31;8ma\x1b[8mb\n', '\x1b[31mab\x1b[0m\n'],
    ['are none in the 8-bit form', 'a\x9b31mb\n', 'ab\n'],
    ['are none with endless digits', `\x1b[${'1'.repeat(65)}ma\n`, 'a\n'],
  ])('%s', (_, given, expected) => {
    expect(safe([given])).toBe(expected);
    expect(safe([...given])).toBe(expected);
  });

  test('are left out without colour', () => {
    expect(safe(['\x1b[1;31ma\x1b[0m\n'], { colour: false })).toBe('a\n');
  });
});

describe('of a sequence that goes over several chunks nothing gets through', () => {
  test.each(hostile)('%s', (_, sequence) => {
    const given = `before ${sequence} behind\n`;
    const expected = `${safeText(given.slice(0, -1), { colour: true })}\n`;
    for (let cut = 0; cut <= given.length; cut += 1)
      expect(safe([given.slice(0, cut), given.slice(cut)])).toBe(expected);
    expect(safe([...given])).toBe(expected);
  });

  test('the next line after one without an end is there', () => {
    for (const start of ['\x1b]0;', '\x1bP', '\x1b_', '\x9d', '\x1b[', '\x1b', '\x1b('])
      expect(safe([`a${start}HIDDEN`, '\nnext\n']), JSON.stringify(start)).toMatch(/\nnext\n$/);
  });

  test('nothing is held of one that has no end', () => {
    const stream = createSafeStream({ colour: true });
    const piece = 'x'.repeat(1 << 20);
    stream.push('\x1b]52;c;');
    for (let times = 0; times < 100; times += 1) expect(stream.push(piece)).toBe('');
    expect(stream.push('\x07end')).toBe('end');
    stream.push('\x1b[');
    for (let times = 0; times < 20; times += 1) expect(stream.push('1'.repeat(1 << 16))).toBe('');
    expect(stream.push('mend')).toBe('end');
  });
});

test('however the output is cut, what gets through is what the panel would show of its lines', () => {
  const random = seeded(11);
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
    '\x18',
    '3',
    ';',
    'm',
    'J',
    '?',
    ' ',
  ].concat([
    '\x00',
    '\n',
    '1',
    'x',
    '℃',
    '\u0301',
    '\u202e',
    '\x1b[31m',
    '\x1b[8m',
    '\x1b]0;',
    '(',
    '\x90',
    '\u{1f3fd}',
    '\t',
  ]);
  for (let round = 0; round < 4000; round += 1) {
    const text = Array.from({ length: 40 }, () => alphabet[random(alphabet.length)] ?? '').join('');
    for (const colour of [false, true]) {
      const expected = text
        .split('\n')
        .map((line) => safeText(line, { colour }))
        .join('\n');
      const given = safe(cutAtRandom(Buffer.from(text), 1 + random(20), random), { colour });
      const withoutResets = (shown: string) => shown.replaceAll('\x1b[0m', '');
      expect(withoutResets(given), JSON.stringify(text)).toBe(withoutResets(expected));
      expect(given).toMatch(/^(?:[\t\n\x20-\x7e\xa0-\uffff]|\x1b\[[0-9;]*m)*$/);
    }
  }
});
