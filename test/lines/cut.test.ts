import { Readable } from 'node:stream';
import split2 from 'split2';
import { describe, expect, test } from 'vitest';
import { createLineCutter, longestHeld } from '../../src/lines/cut.ts';
import { cutAtRandom, seeded } from '../support/seeded.ts';

/** The lines of some chunks. */
function linesOf(chunks: readonly (string | Uint8Array)[], { end = true } = {}): string[] {
  const lines: string[] = [];
  const cutter = createLineCutter((line) => lines.push(line));
  for (const chunk of chunks) cutter.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
  if (end) cutter.end();
  return lines;
}

describe('lines end at a newline', () => {
  test.each<[string, string[], string[]]>([
    ['one', ['a\n'], ['a']],
    ['several in a chunk', ['a\nb\nc\n'], ['a', 'b', 'c']],
    ['empty ones', ['\n\na\n\n'], ['', '', 'a', '']],
    ['over several chunks', ['a', 'b', 'c\nd', 'e\n'], ['abc', 'de']],
    ['a newline alone', ['a', '\n', '\n'], ['a', '']],
    ['empty chunks', ['', 'a', '', '\n', ''], ['a']],
    ['none', [], []],
    ['no bytes', [''], []],
  ])('%s', (_, chunks, lines) => {
    expect(linesOf(chunks, { end: false })).toEqual(lines);
    expect(linesOf(chunks)).toEqual(lines);
  });

  test('the last one at the end of the stream at the latest', () => {
    expect(linesOf(['a\nb'], { end: false })).toEqual(['a']);
    expect(linesOf(['a\nb'])).toEqual(['a', 'b']);
  });

  test('and at nothing else that some take for the end of a line', () => {
    const line = 'a\u2028b\u2029c\x0bd\x0ce\x85f\x1eg\0h';
    expect(linesOf([`${line}\n`])).toEqual([line]);
  });
});

describe('where nothing is written over, the lines are those of split2', () => {
  test.each([1, 2, 3, 4, 5])('random bytes, cut at random (%i)', async (seed) => {
    const random = seeded(seed);
    const alphabet = Buffer.from('ab \n\n\0\x1b[31m\xc3\xa4\xe2\x84\x83\xff|', 'latin1');
    const bytes = Buffer.from(Array.from({ length: 4000 }, () => alphabet[random(alphabet.length)] ?? 0));
    const chunks = cutAtRandom(bytes, 37, random);
    const theirs: unknown[] = await Readable.from(chunks).pipe(split2('\n')).toArray();
    // split2 gives no empty last line either.
    expect(linesOf(chunks)).toEqual(theirs);
  });
});

describe('carriage returns', () => {
  test.each<[string, string, string[]]>([
    ['before the newline belong to it', 'a\r\nb\r\n', ['a', 'b']],
    ['two before the newline as well', 'a\r\r\nb\r\r\nc\r\r\n', ['a', 'b', 'c']],
    ['elsewhere write over what stood before', 'a\rb\rc\n', ['c']],
    ['and both', 'a\rb\r\nc\rd\r\r\n', ['b', 'd']],
    ['before an empty text do not', '\r\n\r\r\n\r\n', ['', '', '']],
    ['at the beginning have nothing to write over', '\ra\n\rb\n', ['a', 'b']],
    ['at the end of the stream belong to the line', 'a\r', ['a']],
    ['several in a row between texts', 'a\r\r\rb\n', ['b']],
  ])('%s', (_, text, lines) => {
    expect(linesOf([text])).toEqual(lines);
    const bytes = Buffer.from(text);
    for (let cut = 0; cut <= bytes.length; cut += 1)
      expect(linesOf([bytes.subarray(0, cut), bytes.subarray(cut)]), `cut at ${cut}`).toEqual(lines);
    expect(linesOf([...text])).toEqual(lines);
  });
});

test('however the bytes are cut, the lines are the same', () => {
  const random = seeded(7);
  const alphabet = ['a', 'b', '\r', '\n', '\r\n', '\r\r\n', '℃', '🚀', '\0', ' ', '\x1b[31m'];
  for (let round = 0; round < 300; round += 1) {
    const text = Array.from({ length: 60 }, () => alphabet[random(alphabet.length)] ?? '').join('');
    // What stays visible of a line: the text after the last carriage return that is not at its end.
    const expected = text.split('\n').map((line) => /[^\r]*(?=\r*$)/.exec(line)?.[0] ?? '');
    if (text.endsWith('\n')) expected.pop();
    const bytes = Buffer.from(text);
    for (const longest of [1, 3, 20, 1000])
      expect(linesOf(cutAtRandom(bytes, longest, random)), JSON.stringify(text)).toEqual(expected);
  }
});

describe('text', () => {
  test('a character cut in the middle is whole', () => {
    const bytes = Buffer.from('Temp( ℃ ) 🚀\n');
    for (let cut = 0; cut <= bytes.length; cut += 1)
      expect(linesOf([bytes.subarray(0, cut), bytes.subarray(cut)])).toEqual(['Temp( ℃ ) 🚀']);
  });

  test('bytes that are no UTF-8 become U+FFFD, and the rest stays', () => {
    expect(linesOf([Buffer.from([0x61, 0xff, 0xfe, 0x62, 0x0a, 0xe2, 0x84, 0x0a, 0x63])])).toEqual([
      'a\ufffd\ufffdb',
      '\ufffd',
      'c',
    ]);
  });

  test('NULs stay', () => {
    expect(linesOf(['a\0b\n\0\n'])).toEqual(['a\0b', '\0']);
  });
});

describe('the newest line', () => {
  test('is seen before it ends', () => {
    const cutter = createLineCutter(() => {});
    expect(cutter.unterminated()).toBe('');
    cutter.push(Buffer.from('a\nb'));
    expect(cutter.unterminated()).toBe('b');
    cutter.push(Buffer.from('c'));
    expect(cutter.unterminated()).toBe('bc');
    cutter.push(Buffer.from('\rd'));
    expect(cutter.unterminated()).toBe('d');
    cutter.push(Buffer.from('\r'));
    expect(cutter.unterminated()).toBe('d');
    cutter.push(Buffer.from('\n'));
    expect(cutter.unterminated()).toBe('');
  });

  test('is ours: the chunk it came in may be used again', () => {
    const chunk = Buffer.from('abc');
    const lines: string[] = [];
    const cutter = createLineCutter((line) => lines.push(line));
    cutter.push(chunk);
    chunk.fill('x');
    cutter.push(Buffer.from('\n'));
    expect(lines).toEqual(['abc']);
  });

  test('may come in a part of a larger piece of memory', () => {
    const memory = Buffer.from('xxabc\nxx');
    expect(linesOf([new Uint8Array(memory.buffer, memory.byteOffset + 2, 4)])).toEqual(['abc']);
  });
});

describe('a line without end', () => {
  const megabytes = (count: number) => Array.from({ length: count * 16 }, () => Buffer.alloc(65_536, 'a'));

  test('is held to a bound, and the next one is whole', () => {
    const lines = linesOf([...megabytes(5), '\nnext\n']);
    expect(lines.map((line) => line.length)).toEqual([longestHeld, 4]);
    expect(lines[0]).toMatch(/^a+$/);
  });

  test('is held to the same bound while it grows by single bytes', () => {
    const cutter = createLineCutter(() => {});
    for (let byte = 0; byte < longestHeld + 5000; byte += 1) cutter.push(Buffer.from('a'));
    expect(cutter.unterminated()).toHaveLength(longestHeld);
  });

  test('that is written over shows what it was written over with', () => {
    expect(linesOf([...megabytes(1), '\rshort\n'])).toEqual(['short']);
    expect(linesOf([...megabytes(1), '\r', 'short', '\n'])).toEqual(['short']);
    expect(linesOf([...megabytes(1), '\r', '\r', 'sho', 'rt\r\n'])).toEqual(['short']);
  });

  test('ends in CR-LF as in a newline', () => {
    expect(linesOf([...megabytes(1), '\r', '\n', 'next\r\n']).map((line) => line.length)).toEqual([
      longestHeld,
      4,
    ]);
  });

  test('that is cut within a character ends in U+FFFD', () => {
    const [line] = linesOf(['a', '℃'.repeat(40_000), '\n']);
    expect(line).toMatch(/^a℃+\ufffd?$/);
  });
});
