import type { Bitstream } from '../../src/bitstreams/bitstream.ts';
import { bitstreams } from '../../src/bitstreams/index.ts';
import { createInterpreter } from '../../src/bitstreams/interpreter.ts';
import type { Reading, StatsReading } from '../../src/readings/reading.ts';

/** Lines as the miners print them. */
export const trueLines = {
  '0xbtc': '[40020000013AE3213511111C] Hash: 17.520GH/s [730MHz] Err: 0.1% 45.3C 0.85V Soln: 118/120',
  '0xbtc with numbers': '[15:28:31] FPGA0: 17.52GH/s (730MHz) err: 0.12% 56C 0.850V sols: 118',
  rb4: '[40020000013AE3213511111C] Hash: 2.310GH/s [600MHz] Err: 0.1% 45.3C 0.85V Soln: 118/120 Shares: 37/38',
  nimiq:
    '[40020000013AE3213511111C] Hash: 1487.123 KH/s [400 MHz 390 MHz 31.4C 0.72V] Err: 0.1%  Soln: 118/120  [q=3]',
  whitefire:
    '[40020000013AE3213511111C] Hash: 4.995 GH/s [400 MHz 390 MHz 56.6C 0.72V] Err: 0.1%  Soln: 118/120',
} as const;

export type TrueLine = keyof typeof trueLines;

export const trueLineNames: readonly TrueLine[] = [
  '0xbtc',
  '0xbtc with numbers',
  'rb4',
  'nimiq',
  'whitefire',
];

export function bitstreamNamed(name: string): Bitstream {
  const found = bitstreams.find((bitstream) => bitstream.name === name);
  if (found === undefined) throw new Error(`no bitstream ${name}`);
  return found;
}

/** What each bitstream alone makes of a line; a miner that has printed nothing before. */
export function readByAll(line: string): Map<string, Reading> {
  const read = new Map<string, Reading>();
  for (const bitstream of bitstreams) {
    const reading = createInterpreter(bitstream).read(line.trim());
    if (reading !== null) read.set(bitstream.name, reading);
  }
  return read;
}

/** The names of the bitstreams for which a line is one of statistics. */
export function statsBy(line: string): string[] {
  return [...readByAll(line)].filter(([, reading]) => reading.type === 'stats').map(([name]) => name);
}

/** A line's statistics by the bitstream of this name. */
export function statsFrom(name: string, line: string): StatsReading {
  const reading = createInterpreter(bitstreamNamed(name)).read(line.trim());
  if (reading?.type !== 'stats') throw new Error(`${line}: no statistics for ${name}`);
  return reading;
}
