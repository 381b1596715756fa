import { expect, test } from 'vitest';
import { FileStream } from '../../src/follow/file-stream.ts';

/** What an stream hands on of some chunks. */
const handedOn = (...chunks: readonly (string | Uint8Array)[]): string[] => {
  const events: string[] = [];
  const stream = new FileStream(
    () => {
      events.push('begin');
      return {
        bytes: (chunk) => events.push(Buffer.from(chunk).toString()),
        end: (late) => events.push(late ? 'late end' : 'end'),
      };
    },
    (error) => events.push(String(error)),
  );
  for (const chunk of chunks) stream.bytes(Buffer.from(chunk));
  stream.end(false);
  stream.end(true);
  stream.bytes(Buffer.from('after the end'));
  return events;
};

test('a stream begins with its first byte and ends once', () => {
  expect(handedOn('', 'one', 'two')).toEqual(['begin', 'one', 'two', 'end']);
  expect(handedOn()).toEqual([]);
});

test('a hole at the start is left out, however it comes', () => {
  expect(handedOn('\0\0\0one')).toEqual(['begin', 'one', 'end']);
  expect(handedOn(Buffer.alloc(200_000), '\0', '\0one\0\0', '\0two')).toEqual([
    'begin',
    'one\0\0',
    '\0two',
    'end',
  ]);
  expect(handedOn(Buffer.concat([Buffer.alloc(3 * 65_536), Buffer.from('one')]))).toEqual([
    'begin',
    'one',
    'end',
  ]);
  expect(handedOn('\0\0\0')).toEqual([]);
});

test('a single NUL is no hole', () => {
  expect(handedOn('\0a\0b').join('')).toBe('begin\0a\0bend');
  expect(handedOn('\0', 'a\0b').join('')).toBe('begin\0a\0bend');
});
