import type { Format } from './format.ts';
import { zetheronCard, zetheronStats } from './zetheron.ts';

/** The Nimiq miner's siblings (TON "Gram"): the same words, GH/s, and no `[q=…]`. */
export const whitefire: Format = {
  ...zetheronCard,
  model: {
    device: 'VCU1525',
    clock: 400e6,
    hashrate: 5.04e9,
    steady: { coreVoltage: { mean: 0.72, deviation: 0.001 } },
  },
  precision: { hashrateUnit: 'GH/s', hashrate: 3, clock: 0, temperature: 1, coreVoltage: 2, errorRatio: 1 },
  stats: (lines) => lines.map((line) => zetheronStats(line, 'GH/s')),
};
