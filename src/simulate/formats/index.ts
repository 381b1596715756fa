import { zeroXBtc } from './0xbtc.ts';
import type { Format } from './format.ts';
import { nimiq } from './nimiq.ts';
import { rb4 } from './rb4.ts';
import { whitefire } from './whitefire.ts';
import { whitefireTable } from './whitefire-table.ts';

/** The bitstreams whose miners can be simulated, by the names of the parsers that read them. */
export const simulatedBitstreams = ['0xbtc', 'rb4', 'nimiq', 'whitefire', 'whitefire-table'] as const;

/** One of {@link simulatedBitstreams}. */
export type SimulatedBitstream = (typeof simulatedBitstreams)[number];

/** What each of their miners prints. */
export const formats: Readonly<Record<SimulatedBitstream, Format>> = {
  '0xbtc': zeroXBtc,
  rb4,
  nimiq,
  whitefire,
  'whitefire-table': whitefireTable,
};
