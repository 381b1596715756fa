import { describe, expect, test } from 'vitest';
import { Decoder } from '../../src/lines/decode.ts';
import { cutAtRandom, seeded } from '../support/seeded.ts';

function decoded(chunks: readonly Uint8Array[], { end = true } = {}): string {
  const decoder = new Decoder();
  const parts = chunks.map((chunk) => Buffer.from(decoder.push(chunk)));
  return Buffer.concat(end ? [...parts, decoder.end()] : parts).toString();
}

const le = (text: string) => Buffer.from(text, 'utf16le');
const be = (text: string) => Buffer.from(text, 'utf16le').swap16();
const bytes = (text: string) => Buffer.from(text);
const join = (...parts: readonly Uint8Array[]) => Buffer.concat(parts);

const stats = '[15:28:31] FPGA0: 17.52GH/s (730MHz) err: 0.12% 56℃ 0.850V sols: 118\r\n';

describe('UTF-8 and ASCII', () => {
  test('are handed on as they are, without a copy', () => {
    const chunk = bytes(`${stats}温度 🚀\n`);
    const given = new Decoder().push(chunk);
    expect(Buffer.from(given)).toEqual(chunk);
    expect(given.buffer).toBe(chunk.buffer);
  });

  test.each<[string, Uint8Array]>([
    ['a byte order mark stays, for whoever shows the text to drop', bytes('\ufeffabc\n')],
    ['bytes that are no UTF-8', Buffer.from([0x61, 0xff, 0xfe, 0x62, 0xff, 0x0a])],
    ['a first byte as of a UTF-16 mark', Buffer.from([0xff, 0x61, 0x0a])],
    ['that byte alone', Buffer.from([0xff])],
    ['nothing', Buffer.from([])],
  ])('%s', (_, given) => {
    expect(decoded([given])).toBe(Buffer.from(given).toString());
    expect(decoded([...given].map((byte) => Uint8Array.of(byte)))).toBe(Buffer.from(given).toString());
  });
});

describe('NULs', () => {
  test.each<[string, Uint8Array, string]>([
    ['between bytes are left out', bytes(`\0${stats}a\0b\0\0c\n\0`), `${stats}abc\n`],
    ['alone come to nothing', Buffer.alloc(100_000), ''],
    [
      'in what is binary do not make it UTF-16',
      Buffer.from([1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 0x41, 0xe2, 0x84, 0x83]),
      '\x01\x02\x03\x04\x05A℃',
    ],
    [
      'behind each of three letters do not either',
      bytes('a\0b\0c\0℃ is still a degree\n'),
      'abc℃ is still a degree\n',
    ],
    ['twice behind each letter do not either', bytes('a\0\0b\0\0c\0\0d\0\0e\0\0℃'), 'abcde℃'],
  ])('%s', (_, given, expected) => {
    expect(decoded([given])).toBe(expected);
    expect(decoded([...given].map((byte) => Uint8Array.of(byte)))).toBe(expected);
  });
});

describe('UTF-16', () => {
  const text = `Mining ℃ 温度 🚀 é\r\n${stats}`;
  test.each<[string, Uint8Array, string]>([
    ['little-endian with its mark, as `>` of PowerShell 5.1 writes it', le(`\ufeff${text}`), text],
    ['big-endian with its mark', be(`\ufeff${text}`), text],
    ['little-endian without a mark', le(text), text],
    ['big-endian without a mark', be(text), text],
    ['with its mark, no ASCII in it', le('\ufeff温度温度温度'), '温度温度温度'],
    ['appended to bytes, as `>>` of PowerShell 5.1 does', join(bytes(stats), le(text)), stats + text],
    ['bytes appended to it, as cmd.exe does', join(le(`\ufeff${text}`), bytes(stats)), text + stats],
    [
      'another one with its mark appended',
      join(le(`\ufeff${text}`), le(`\ufeff${text}`)),
      `${text}\ufeff${text}`,
    ],
    [
      'to and fro',
      join(bytes(stats), le(text), bytes(stats), le(text), bytes(stats)),
      stats + text + stats + text + stats,
    ],
    ['a few bytes at the end', join(le(`\ufeff${text}`), bytes('the end\n')), `${text}the end\n`],
    ['NULs among its characters are left out', le(`\ufeffa\0b\r\0\n`), 'ab\r\n'],
    ['half a surrogate pair', join(le('\ufeffa'), le('🚀').subarray(0, 2), le('b\n')), 'a\ufffdb\n'],
    ['half a surrogate pair at the end', join(le('\ufeffa'), le('🚀').subarray(0, 2)), 'a\ufffd'],
    ['half a character at the end', join(le('\ufeffab'), Uint8Array.of(0x63)), 'ab'],
    ['a line feed as half of a character is none', le('\ufeff上海\u0a0a\n'), '上海\u0a0a\n'],
  ])('%s', (_, given, expected) => {
    expect(decoded([given])).toBe(expected);
    const random = seeded(3);
    for (const longest of [1, 2, 3, 7, 40])
      for (let round = 0; round < 10; round += 1)
        expect(decoded(cutAtRandom(Buffer.from(given), longest, random))).toBe(expected);
  });

  test('cut off in the middle of a character and gone on with by bytes, it loses that one only', () => {
    const cut = le(`\ufeff${text}`).subarray(0, -1);
    expect(decoded([join(cut, bytes(stats), bytes(stats))])).toContain(stats.slice(1) + stats);
  });

  test('that lost a byte is whole again after some characters', () => {
    const lost = join(le(`\ufeff${stats}`), le(stats).subarray(1), le(stats));
    const given = decoded([lost]);
    expect(given.startsWith(stats)).toBe(true);
    expect(given.endsWith(stats)).toBe(true);
  });

  test.each([le('ok\r\n'), le('\ufeffok\r\n'), be('ok\r\n')])(
    'a short first line is not held back',
    (given) => {
      expect(decoded([given], { end: false })).toBe('ok\r\n');
    },
  );

  test('no more than a few bytes are ever held back', () => {
    const random = seeded(5);
    const alphabet = [0, 0, 0x0a, 0x41, 0x42, 0xff, 0xfe, 0xd8, 0xdc, 0x4e];
    for (let round = 0; round < 300; round += 1) {
      const decoder = new Decoder();
      const soup = Buffer.from(Array.from({ length: 200 }, () => alphabet[random(alphabet.length)] ?? 0));
      for (const piece of cutAtRandom(soup, 20, random)) decoder.push(piece);
      expect(decoder.end().length).toBeLessThanOrEqual(3 * 17);
    }
  });
});

test('however bytes, NULs and UTF-16 are mixed and cut, the text is the same', () => {
  const random = seeded(9);
  const pieces = [stats, 'ok\n', '\0', '\0\0\0', '℃', '\r\n'].flatMap((text) => [
    bytes(text),
    le(text),
    be(text),
  ]);
  for (let round = 0; round < 500; round += 1) {
    const whole = join(...Array.from({ length: 8 }, () => pieces[random(pieces.length)] ?? bytes('')));
    const expected = decoded([whole]);
    for (const longest of [1, 2, 5, 60]) expect(decoded(cutAtRandom(whole, longest, random))).toBe(expected);
  }
});

test('a chunk may be used again as soon as it was taken', () => {
  const decoder = new Decoder();
  const chunk = le('\ufeffab\ud83d');
  const parts = [Buffer.from(decoder.push(chunk)).toString()];
  chunk.fill(0x78);
  parts.push(Buffer.from(decoder.push(le('\ude80\n'))).toString());
  expect(parts.join('')).toBe('ab🚀\n');
});
