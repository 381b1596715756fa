import type { FailureReason } from '../../readings/reading.ts';
import type { Format } from './format.ts';
import { goodOfTotal } from './format.ts';
import { fxBanner, fxStats, fxTell } from './fx-tokenminer.ts';
import { dateTime } from './printf.ts';

/** What the pool gives as the reason. Four words make the line as long as a stats line, counted in words. */
const reasons: Readonly<Record<FailureReason, string>> = {
  stale: 'stale',
  difficulty: 'share difficulty too low',
  other: 'job not found here',
};

/** Registered Bitstream 4: the words of fx-tokenminer, then the card's shares. */
export const rb4: Format = {
  model: { device: 'VCU1525', clock: 600e6, hashrate: 2.31e9, steady: {} },
  precision: { hashrateUnit: 'GH/s', hashrate: 3, clock: 0, temperature: 1, coreVoltage: 2, errorRatio: 1 },
  newlineFirst: false,
  statsAt: 'interval',
  table: false,
  solutionRate: 2,
  shareProbability: 0.1,
  sharesOf: 'card',
  habits: { chatter: 30 },
  banner: fxBanner,
  stats: (lines, surroundings) =>
    lines.map((line) => {
      const { total, rejected } = line.shares;
      return `${fxStats(line, surroundings)} Shares: ${goodOfTotal(total, rejected)}`;
    }),
  tell(happening, surroundings) {
    if (happening.type !== 'share') return fxTell(happening);
    if (happening.reason === null) return [];
    // On stderr in reality, behind 52 characters of time, file and line; what these look like is a reconstruction.
    const milliseconds = (Math.floor(surroundings.at * 1000) % 1000).toString().padStart(3, '0');
    const prefix = `[${dateTime(surroundings.at)}.${milliseconds}] [pool] [stratum.cpp:0311] `;
    const text = `Submitting a share failed for the following reason: ${reasons[happening.reason]}`;
    return [{ text: prefix + text, failure: happening.reason }];
  },
};
