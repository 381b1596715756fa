import type { Format } from './format.ts';
import { fxBanner, fxStats, fxTell } from './fx-tokenminer.ts';

/** 0xBitcoin on fx-tokenminer: ten words a stats line, no shares. */
export const zeroXBtc: Format = {
  model: { device: 'VCU1525', clock: 730e6, hashrate: 17.52e9, steady: {} },
  precision: { hashrateUnit: 'GH/s', hashrate: 3, clock: 0, temperature: 1, coreVoltage: 2, errorRatio: 1 },
  newlineFirst: false,
  statsAt: 'interval',
  table: false,
  solutionRate: 2,
  shareProbability: 0,
  sharesOf: 'nobody',
  habits: { chatter: 8 },
  banner: fxBanner,
  stats: (lines, surroundings) => lines.map((line) => fxStats(line, surroundings)),
  tell: fxTell,
};
