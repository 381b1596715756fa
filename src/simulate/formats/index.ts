import { zeroXBtc } from './0xbtc.ts';
import type { Format } from './format.ts';
import type { SimulatedBitstream } from './names.ts';
import { nimiq } from './nimiq.ts';
import { rb4 } from './rb4.ts';
import { whitefire } from './whitefire.ts';
import { whitefireTable } from './whitefire-table.ts';

/** What each of their miners prints. */
export const formats: Readonly<Record<SimulatedBitstream, Format>> = {
  '0xbtc': zeroXBtc,
  rb4,
  nimiq,
  whitefire,
  'whitefire-table': whitefireTable,
};
