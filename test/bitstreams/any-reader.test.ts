import { expect, test } from 'vitest';
import { createAnyReader } from '../../src/bitstreams/any-reader.ts';
import { bitstreams, chooseBitstreams } from '../../src/bitstreams/index.ts';
import type { ReadLine } from '../../src/bitstreams/reader.ts';
import { FakeTime } from '../support/fake-time.ts';
import { fxLine } from '../support/rig.ts';

const speed = (rate: number) => `GPU 0: speed ${rate.toFixed(2)} MH/s`;
const chatter = (count: number) =>
  Array.from({ length: count }, (_, at) => `job ${at} from pool.example:33${at}`);

function reading(bitstream: string, time = new FakeTime()) {
  const reader = createAnyReader(chooseBitstreams(bitstream) ?? [], time);
  const read = (line: string) => {
    const first = reader.read(line);
    return reader.readLast?.(line, first) ?? first;
  };
  return { reader, time, read, readAll: (...lines: readonly string[]) => lines.map(read).at(-1) };
}

test('asked for, any miner is read from its first line on', () => {
  const { read, reader } = reading('generic');
  expect(read(speed(31.5))).toMatchObject({
    readings: [{ type: 'stats', card: { index: 0, device: 'GPU 0' }, gauges: { hashrate: 31.5e6 } }],
    bitstream: { name: 'generic' },
  });
  expect(reader.bitstream?.name).toBe('generic');
});

test('with auto nothing is read so in the first 40 lines', () => {
  const { read, readAll } = reading('auto');
  for (let at = 0; at < 40; at += 1) expect(read(speed(30 + at)).bitstream).toBeNull();
  expect(readAll(speed(80))?.readings).toHaveLength(1);
});

test('or in the first 30 seconds', () => {
  const { read, readAll, time } = reading('auto');
  readAll(speed(30), speed(31), speed(32));
  time.advance(29);
  expect(read(speed(33)).bitstream).toBeNull();
  time.advance(1);
  expect(read(speed(34)).bitstream?.name).toBe('generic');
});

test('and then only lines that have come three times with other numbers', () => {
  const { read, readAll } = reading('auto');
  readAll(...chatter(50));
  expect(readAll(speed(30), speed(30), speed(30), speed(30))?.readings).toEqual([]);
  expect(read(speed(31)).readings).toEqual([]);
  expect(read(speed(32)).readings).toHaveLength(1);
  expect(read('FPGA 1: speed 5 MH/s').readings).toEqual([]);
});

test('it begins with the card that was printed first, so that cards have the same names each time', () => {
  for (const before of [40, 41, 42]) {
    const { read, readAll } = reading('auto');
    const cards = Array.from({ length: before }, (_, at) => `FPGA ${at % 3}: ${10 + at}.5 GH/s`);
    readAll(...cards);
    let first: ReadLine | null = null;
    for (let at = before; first === null; at += 1) {
      const line = read(`FPGA ${at % 3}: ${10 + at}.5 GH/s`);
      if (line.readings.length > 0) first = line;
    }
    expect(first.readings).toMatchObject([{ type: 'stats', card: { device: 'FPGA 0' } }]);
  }
});

test('or with any when that one has died meanwhile', () => {
  const { read, readAll } = reading('auto');
  readAll('FPGA 0: 9.5 GH/s', ...Array.from({ length: 79 }, (_, at) => `FPGA 1: ${10 + at}.5 GH/s`));
  expect(read('FPGA 1: 99.5 GH/s').readings).toHaveLength(1);
});

test('never beside a format that is in force', () => {
  const { read, readAll } = reading('auto');
  readAll(...chatter(50), speed(30), speed(31), speed(32));
  expect(read(fxLine('8/9')).bitstream?.name).toBe('0xbtc');
  for (let at = 0; at < 50; at += 1) {
    const line = read(speed(33 + at));
    expect(line.readings).toEqual([]);
    expect(line.bitstream?.name).toBe('0xbtc');
  }
});

test('and not where it is not among those to try', () => {
  const reader = createAnyReader(bitstreams, new FakeTime());
  const line = 'GPU 0: 30.1 MH/s, 61C';
  expect(reader.readLast?.(line, reader.read(line)).readings).toEqual([]);
  expect(createAnyReader(chooseBitstreams('nimiq') ?? [], new FakeTime()).readLast).toBeUndefined();
});

test('cards with temperatures are a miner’s only once the log speaks of mining; then they count from the first on', () => {
  const { read, reader } = reading('generic');
  expect(read('GPU 0 71C 280W').readings).toEqual([]);
  expect(reader.bitstream).toBeNull();
  expect(read('Mining on pool.example').readings).toMatchObject([
    { type: 'stats', card: { index: 0 }, gauges: { temperature: 71, power: 280 } },
  ]);
  expect(read('GPU 0 72C 281W').readings).toMatchObject([{ gauges: { temperature: 72 } }]);
});
