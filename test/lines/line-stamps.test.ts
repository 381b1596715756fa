import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createLineStamper, isoTime } from '../../src/lines/line-stamps.ts';
import { cutAtRandom, seeded } from '../support/seeded.ts';

const noon = 1_785_585_600;

afterEach(() => vi.unstubAllEnvs());

/** A line without the time that was put there. */
function withoutStamp(line: string): string {
  return line.replace(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d /, '');
}

describe('the time of a line', () => {
  test.each([
    ['UTC', noon + 0.25, '2026-08-01T12:00:00.250+00:00'],
    ['Europe/Vienna', noon, '2026-08-01T14:00:00.000+02:00'],
    ['America/St_Johns', noon, '2026-08-01T09:30:00.000-02:30'],
    ['Asia/Kathmandu', noon, '2026-08-01T17:45:00.000+05:45'],
  ])('is the one of the place, with its offset: %s', (zone, moment, text) => {
    vi.stubEnv('TZ', zone);
    expect(isoTime(moment)).toBe(text);
  });

  test('tells the two hours apart that a clock shows twice in autumn', () => {
    vi.stubEnv('TZ', 'Europe/Vienna');
    const change = Date.UTC(2026, 9, 25, 1) / 1000;
    expect([isoTime(change - 1), isoTime(change + 3599)]).toEqual([
      '2026-10-25T02:59:59.000+02:00',
      '2026-10-25T02:59:59.000+01:00',
    ]);
  });
});

describe('each line gets its time', () => {
  beforeEach(() => vi.stubEnv('TZ', 'UTC'));
  let now = noon;
  const stamped = (chunks: readonly string[]): string => {
    now = noon;
    const stamper = createLineStamper(() => now++);
    return chunks.map((chunk) => Buffer.from(stamper.stamp(Buffer.from(chunk))).toString()).join('');
  };
  const at = (second: number): string => `2026-08-01T12:00:0${second}.000+00:00 `;

  test('once, and the time of its first byte, however it is cut', () => {
    expect(stamped(['on', 'e\ntwo', '\n', 'three\n'])).toBe(`${at(0)}one\n${at(1)}two\n${at(3)}three\n`);
  });

  test('an empty line as well, and the line that has no end', () => {
    expect(stamped(['\n\nhalf'])).toBe(`${at(0)}\n${at(0)}\n${at(0)}half`);
  });

  test('a carriage return begins no line', () => {
    expect(stamped(['10%\r20%\r\n'])).toBe(`${at(0)}10%\r20%\r\n`);
  });

  test('nothing gets none', () => {
    expect(stamped(['', ''])).toBe('');
  });

  test('taken away again, all is as it was, for any bytes', () => {
    const random = seeded(5);
    const bytes = Buffer.from(Array.from({ length: 5000 }, () => (random(9) === 0 ? 10 : 1 + random(255))));
    const stamper = createLineStamper(() => noon);
    const pieces = cutAtRandom(bytes, 50, seeded(6)).map((piece) => stamper.stamp(piece));
    const lines = Buffer.concat(pieces).toString('latin1').split('\n');
    expect(lines.map(withoutStamp).join('\n')).toBe(bytes.toString('latin1'));
  });
});

test('UTF-16 becomes UTF-8: a time in single bytes would make it neither', () => {
  vi.stubEnv('TZ', 'UTC');
  const stamper = createLineStamper(() => noon);
  const bytes = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('eins\r\nzwölf\r\n', 'utf16le')]);
  const pieces = cutAtRandom(bytes, 5, seeded(2)).map((piece) => stamper.stamp(piece));
  const text = Buffer.concat([...pieces, stamper.end()]).toString();
  expect(text.split('\n').map(withoutStamp).join('\n').replace('\ufeff', '')).toBe('eins\r\nzwölf\r\n');
});
