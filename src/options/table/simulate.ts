import { simulatedBitstreams } from '../../simulate/formats/names.ts';
import type { SimulateOptions } from '../../simulate/run.ts';
import type { GivenOptions } from '../given.ts';
import { decimal, duration, oneOf, wholeNumber } from '../readers.ts';
import type { OptionRow } from '../row.ts';

const simulate = { commands: ['simulate'] } satisfies Partial<OptionRow>;

/** What the simulator prints, and for how long. */
export const simulateRows = {
  bitstream: {
    ...simulate,
    name: 'bitstream',
    short: 'b',
    reader: oneOf('<name>', simulatedBitstreams),
    default: '0xbtc',
    help: `whose miner it is: ${simulatedBitstreams.join(', ')} (default {default})`,
    example: 'nimiq',
  },
  cards: {
    ...simulate,
    name: 'cards',
    reader: wholeNumber(1, 64),
    default: '1',
    help: 'number of cards, 1 to 64 (default {default})',
    example: '3',
  },
  rate: {
    ...simulate,
    name: 'rate',
    reader: decimal('<lines/s>', 'a number of lines a second, 0 or more', 'from 0'),
    default: '1',
    help: 'lines of statistics a second for each card, or tables a second (default {default}; 0: as fast as they are taken); --speed-up multiplies it',
    example: '5',
  },
  lines: {
    ...simulate,
    name: 'lines',
    reader: wholeNumber(1, 1e15, 'a number of lines, 1 or more'),
    help: 'end after so many lines',
    example: '1000',
  },
  for: {
    ...simulate,
    name: 'for',
    reader: duration,
    help: 'end after this time (of the clock, not the simulated one)',
    example: '15s',
  },
  seed: {
    ...simulate,
    name: 'seed',
    reader: wholeNumber(0, 2 ** 32 - 1, 'a whole number'),
    default: '1',
    help: 'the same seed prints the same session (default {default})',
    example: '42',
  },
  restartEvery: {
    ...simulate,
    name: 'restart-every',
    reader: duration,
    help: 'restart the miner again and again: the banner, and every count from 0',
    example: '5m',
  },
  stallAfter: {
    ...simulate,
    name: 'stall-after',
    reader: duration,
    help: 'stop printing after this time, and stay',
    example: '1m',
  },
  speedUp: {
    ...simulate,
    name: 'speed-up',
    reader: decimal('<n>', 'a number above 0', 'above 0'),
    default: '1',
    help: 'let the simulated time run so many times faster (default {default})',
    example: '60',
  },
} satisfies Record<string, OptionRow>;

/** @param colour whether what is printed may be coloured */
export function simulateOptions(given: GivenOptions, colour: boolean): SimulateOptions {
  const rows = simulateRows;
  return {
    bitstream: given.value(rows.bitstream),
    cards: given.value(rows.cards),
    rate: given.value(rows.rate),
    lines: given.value(rows.lines),
    duration: given.value(rows.for),
    seed: given.value(rows.seed),
    restartEvery: given.value(rows.restartEvery),
    stallAfter: given.value(rows.stallAfter),
    speedUp: given.value(rows.speedUp),
    colour,
  };
}
