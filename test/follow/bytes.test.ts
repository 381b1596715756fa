import { appendFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cutAtRandom, seeded } from '../support/seeded.ts';
import { Rig } from './followed.ts';

let rig: Rig;
beforeEach(() => {
  rig = new Rig();
});
afterEach(() => rig.close());

const utf16be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();

describe('bytes are handed on as they are, however they come', () => {
  test.each<[string, Buffer]>([
    ['CR-LF', Buffer.from('one\r\ntwo\r\n\r\nthree')],
    ['a bare CR', Buffer.from('10%\r20%\r100%\n')],
    ['UTF-16LE with its mark', Buffer.from('\ufeffHash: 1\r\nHash: 2\r\n', 'utf16le')],
    ['UTF-16BE with its mark', utf16be('\ufeffHash: 1\r\nHash: 2\r\n')],
    ['UTF-16BE without one', utf16be('\nHash: 1\r\nHash: 2\r\n')],
    ['bytes that are no UTF-8', Buffer.from([0xff, 0xc3, 0x28, 0x0a, 0xe2, 0x84, 0x0a, 0x80])],
    ['characters of several bytes', Buffer.from('55 ℃ 🔥\n'.repeat(50))],
    ['colours', Buffer.from('\x1b[01;37m accepted: 10/11, \x1b[31mbooooo\x1b[0m\n')],
    ['NULs between other bytes', Buffer.from(`a\0b\0\0${'\0'.repeat(500)}\nc\0`)],
  ])('%s', async (_, bytes) => {
    const random = seeded(7);
    const seen = await rig.follow().look();
    for (const piece of cutAtRandom(bytes, 5, random)) {
      appendFileSync(rig.path(), piece);
      await seen.look();
    }
    expect(seen.all.equals(bytes)).toBe(true);
  });

  test('a line of five megabytes', async () => {
    const line = Buffer.alloc(5 * 1024 * 1024, 'x');
    const seen = await rig.follow().look();
    appendFileSync(rig.path(), line);
    await seen.look();
    appendFileSync(rig.path(), '\nHash: 1\n');
    await seen.look();
    expect(seen.all.equals(Buffer.concat([line, Buffer.from('\nHash: 1\n')]))).toBe(true);
  });
});

describe('reading begins at a whole character', () => {
  test.each<[string, (text: string) => Buffer]>([
    ['UTF-16LE', (text) => Buffer.from(text, 'utf16le')],
    ['UTF-16BE', utf16be],
  ])('in %s, with the mark that says so', async (_, encode) => {
    writeFileSync(
      rig.path(),
      Buffer.concat([encode('\ufeff'), encode('old ਊ\r\n'.repeat(50_000)), encode('Hash: 1\r\n')]),
    );
    const seen = await rig
      .follow({ hasReading: (block) => Buffer.from(block).includes(encode('Hash')) })
      .look();
    expect(seen.all.subarray(0, 2).equals(encode('\ufeff'))).toBe(true);
    expect(seen.all.length).toBeLessThan(70_000);
    const decoded = seen.all.subarray(0, 2).equals(Buffer.from([0xff, 0xfe]))
      ? seen.all.toString('utf16le')
      : Buffer.from(seen.all).swap16().toString('utf16le');
    expect(decoded.replaceAll('old ਊ\r\n', '')).toBe('\ufeffHash: 1\r\n');
  });
});
