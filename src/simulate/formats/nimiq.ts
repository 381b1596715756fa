import type { Format } from './format.ts';
import { zetheronCard, zetheronStats } from './zetheron.ts';

/** FPGAMinerNIM v9: one line a solution found, `[q=…]` at its end. */
export const nimiq: Format = {
  ...zetheronCard,
  model: {
    device: 'VCU1525',
    clock: 400e6,
    hashrate: 1.487e6,
    steady: { coreVoltage: { mean: 0.72, deviation: 0.001 } },
  },
  precision: { hashrateUnit: 'KH/s', hashrate: 3, clock: 0, temperature: 1, coreVoltage: 2, errorRatio: 1 },
  stats: (lines) => lines.map((line) => `${zetheronStats(line, 'KH/s')}  [q=${line.queue}]`),
};
