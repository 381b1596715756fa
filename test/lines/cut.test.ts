import { Readable } from 'node:stream';
import split2 from 'split2';
import { describe, expect, test } from 'vitest';
import { LineCutter, longestHeld, tooLong } from '../../src/lines/cut.ts';
import { shownOf } from '../../src/lines/shown.ts';
import { cutAtRandom, seeded } from '../support/seeded.ts';

/** The lines of some chunks. */
function linesOf(chunks: readonly (string | Uint8Array)[], { end = true } = {}): string[] {
  const cutter = new LineCutter();
  const pieces = chunks.map((chunk) => cutter.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk));
  return (end ? [...pieces, cutter.end()] : pieces).flatMap(({ lines }) => lines.map(({ text }) => text));
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
    const line = 'a\u2028b\u2029c\x85d\x1ee';
    expect(linesOf([`${line}\n`])).toEqual([line]);
  });
});

describe('where nothing is written over, the lines are those of split2', () => {
  test.each([1, 2, 3, 4, 5])('random bytes, cut at random (%i)', async (seed) => {
    const random = seeded(seed);
    const alphabet = Buffer.from('ab \n\n31m[\xc3\xa4\xe2\x84\x83\xff|', 'latin1');
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
    ['elsewhere go back to the start of the line', 'abc\rde\rf\n', ['fec']],
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
  const alphabet = ['a', 'b', '\r', '\n', '\r\n', '\r\r\n', '℃', '🚀', ' ', '\x1b[31m', '\b', '\x1b[K'];
  for (let round = 0; round < 300; round += 1) {
    const text = Array.from({ length: 60 }, () => alphabet[random(alphabet.length)] ?? '').join('');
    const expected = text.split('\n').map((line) => shownOf(line.replace(/\r+$/, '')));
    if (text.endsWith('\n')) expected.pop();
    const bytes = Buffer.from(text);
    for (const longest of [1, 3, 20, 1000])
      expect(linesOf(cutAtRandom(bytes, longest, random)), JSON.stringify(text)).toEqual(expected);
  }
});

describe('a line that the cursor leaves for another row', () => {
  const statesOf = (chunks: readonly string[]) => {
    const cutter = new LineCutter();
    const pieces = [...chunks.map((chunk) => cutter.push(Buffer.from(chunk))), cutter.end()];
    return pieces.flatMap(({ lines }) => lines.map(({ text, state }) => [text, state]));
  };

  test.each<[string, string, [string, string][]]>([
    [
      'may be cut off',
      'Soln: 5/5\x1b[24;1Hstatus\n',
      [
        ['Soln: 5/5', 'cut'],
        ['status', 'whole'],
      ],
    ],
    [
      'and back',
      'a\x1b7\x1b[1;1Hbar\x1b8b\n',
      [
        ['a\x1b7', 'cut'],
        ['bar', 'cut'],
        ['b', 'whole'],
      ],
    ],
    ['from an empty one makes none', '\x1b[2J\x1b[1;1Ha\n\x1b[A\n', [['a', 'whole']]],
    [
      'by a vertical tab or a form feed',
      'a\vb\fc\n',
      [
        ['a', 'cut'],
        ['b', 'cut'],
        ['c', 'whole'],
      ],
    ],
    [
      'and that is mixed',
      'sols: 118\rsols: 9\x1b[Ab\n',
      [
        ['sols: 918', 'mixed'],
        ['b', 'whole'],
      ],
    ],
  ])('%s', (_, text, lines) => {
    expect(statesOf([text])).toEqual(lines);
    for (let cut = 1; cut < text.length; cut += 1)
      expect(statesOf([text.slice(0, cut), text.slice(cut)]), `cut at ${cut}`).toEqual(lines);
    expect(statesOf([...text])).toEqual(lines);
  });

  test('is seen without what stands in other rows, and given before its newline', () => {
    const cutter = new LineCutter();
    expect(cutter.push(Buffer.from('Hash: 1\x1b[24;1Hsta')).lines).toEqual([
      { text: 'Hash: 1', plain: 'Hash: 1', state: 'cut' },
    ]);
    expect(cutter.unterminated().text).toBe('sta');
  });
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

  test('NULs are left out', () => {
    expect(linesOf(['a\0b\n\0\n'])).toEqual(['ab', '']);
  });
});

describe('the newest line', () => {
  test('is seen before it ends', () => {
    const cutter = new LineCutter();
    expect(cutter.unterminated().text).toBe('');
    cutter.push(Buffer.from('a\nb'));
    expect(cutter.unterminated().text).toBe('b');
    cutter.push(Buffer.from('c'));
    expect(cutter.unterminated().text).toBe('bc');
    cutter.push(Buffer.from('\rd'));
    expect(cutter.unterminated().text).toBe('dc');
    cutter.push(Buffer.from('\r'));
    expect(cutter.unterminated().text).toBe('dc');
    cutter.push(Buffer.from('\n'));
    expect(cutter.unterminated().text).toBe('');
  });

  test('is ours: the chunk it came in may be used again', () => {
    const chunk = Buffer.from('abc');
    const cutter = new LineCutter();
    cutter.push(chunk);
    chunk.fill('x');
    expect(cutter.push(Buffer.from('\n')).lines).toMatchObject([{ text: 'abc' }]);
  });

  test('may come in a part of a larger piece of memory', () => {
    const memory = Buffer.from('xxabc\nxx');
    expect(linesOf([new Uint8Array(memory.buffer, memory.byteOffset + 2, 4)])).toEqual(['abc']);
  });
});

describe('a line without end', () => {
  const megabytes = (count: number) => Array.from({ length: count * 16 }, () => Buffer.alloc(65_536, 'a'));
  const whole = (count: number) => Buffer.alloc(count << 20, 'a');

  test.each<[string, (string | Uint8Array)[]]>([
    ['in one piece', [Buffer.concat([whole(1), Buffer.from('\nnext\n')])]],
    ['in many', [...megabytes(5), '\nnext\n']],
    ['by single bytes', [...'a'.repeat(longestHeld + 1), '\n', 'next\n']],
    ['that ends in CR-LF', [...megabytes(1), '\r', '\n', 'next\r\n']],
    ['that goes on with its end', [...megabytes(1), 'the end', '\nnext', '\n']],
  ])('%s is left out whole, told, and the next one is there', (_, chunks) => {
    expect(linesOf(chunks)).toEqual([tooLong, 'next']);
  });

  test('shows its start until then', () => {
    const cutter = new LineCutter();
    for (const chunk of ['the start ', ...megabytes(2)]) cutter.push(Buffer.from(chunk));
    expect(cutter.unterminated().text).toMatch(/^the start a+$/);
    expect(cutter.unterminated().text).toHaveLength(longestHeld);
    cutter.push(Buffer.from('\n'));
    expect(cutter.unterminated().text).toBe('');
  });

  test('is told at the end of the output as well', () => {
    expect(linesOf(megabytes(1))).toEqual([tooLong]);
  });

  test('is held up to its bound', () => {
    const longest = 'a'.repeat(longestHeld);
    expect(linesOf([`${longest}\n`])).toEqual([longest]);
    expect(linesOf([...longest, '\n'])).toEqual([longest]);
    expect(linesOf([`${longest}a\n`])).toEqual([tooLong]);
  });

  test('that is written over for ever shows what it was written over with', () => {
    const cutter = new LineCutter();
    for (let percent = 0; percent < 20_000; percent += 1) cutter.push(Buffer.from(`\rat ${percent} %`));
    expect(cutter.unterminated().text).toBe('at 19999 %');
    expect(cutter.push(Buffer.from('\nnext\n')).lines).toMatchObject([
      { text: 'at 19999 %' },
      { text: 'next' },
    ]);
  });

  test('that is written over for ever is written over by what comes after the return', () => {
    const cutter = new LineCutter();
    cutter.push(Buffer.from('at 1 %\r'.repeat(20_000)));
    expect(cutter.unterminated().text).toBe('at 1 %');
    cutter.push(Buffer.from('at 2 %'));
    expect(cutter.unterminated().text).toBe('at 2 %');
  });
});
