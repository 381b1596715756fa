import { expect, test } from 'vitest';
import { createEndMarkReader } from '../../src/run/end-mark.ts';

const mark = (status: number | string, word = 'ABC1') => `\x1b_FPGA-TEE ${word} ${status}\x1b\\`;

/** What a reader takes for the miner's, when the text comes in pieces of this size. */
function read(text: string, size: number) {
  const reader = createEndMarkReader('ABC1');
  const bytes = Buffer.from(text, 'latin1');
  const taken: Uint8Array[] = [];
  for (let from = 0; from < bytes.length; from += size)
    taken.push(Buffer.from(reader.take(bytes.subarray(from, from + size))));
  taken.push(reader.rest());
  return { text: Buffer.concat(taken).toString('latin1'), status: reader.status };
}

const sizes = [1, 2, 3, 7, 16, 1000];

test.each(sizes)('what the miner prints stays as it is, in pieces of %i', (size) => {
  const text = 'a\n\xff\0\x1b[1;32m\x1b_FPGA\x1b\x1b_FPGA-TEE ABC2 0\x1b\\b\x1b';
  expect(read(text, size)).toEqual({ text, status: null });
});

test.each(sizes)('the mark is taken out, and gives the exit status, in pieces of %i', (size) => {
  expect(read(`last${mark(139)}`, size)).toEqual({ text: 'last', status: 139 });
  expect(read(`\x1b${mark(0)}`, size)).toEqual({ text: '\x1b', status: 0 });
});

test.each(sizes)(
  'a mark that comes again is taken out as well; the first counts, in pieces of %i',
  (size) => {
    expect(read(`a${mark(3)}${mark(4)}b${mark(5)}c`, size)).toEqual({ text: 'abc', status: 3 });
  },
);

test.each(sizes)('a mark that broke off is the miner’s for all we know, in pieces of %i', (size) => {
  const broken = '\x1b_FPGA-TEE ABC1 1';
  expect(read(`${broken}${mark(1)}`, size)).toEqual({ text: broken, status: 1 });
  expect(read(mark('x'), size)).toEqual({ text: mark('x'), status: null });
  expect(read(`\x1b_FPGA-TEE ABC1 \x1b\\`, size).status).toBeNull();
});

test('nothing is held but what may be the beginning of a mark', () => {
  const reader = createEndMarkReader('ABC1');
  expect(Buffer.from(reader.take(Buffer.from('text\x1b['))).toString()).toBe('text\x1b[');
  expect(Buffer.from(reader.take(Buffer.from('text\x1b_FP'))).toString()).toBe('text');
  expect(Buffer.from(reader.take(Buffer.from('x'))).toString()).toBe('\x1b_FPx');
  expect(reader.rest()).toHaveLength(0);
});
