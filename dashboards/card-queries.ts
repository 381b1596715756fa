import { legends, now, series } from './queries.ts';

/** A metric of the chosen rigs' miners. */
export const ofMiner = (metric: string): string => series(metric, 'rig');

/** The counters of shares of a card, and of a miner that counts them for all its cards together. */
export const shares = { card: series('fpga_shares_total'), miner: ofMiner('fpga_miner_shares_total') };

/** Of these the rejected ones. */
export const rejected = {
  card: series('fpga_shares_rejected_total'),
  miner: ofMiner('fpga_miner_shares_rejected_total'),
};

/** A miner's name in a legend. */
export const minerLegend = '{{source}} · {{instance}}';

/** One number for each card, and for each miner that counts for its cards. */
export function counted(card: string, miner: string) {
  return [now(card, legends.card).refId('A'), now(miner, minerLegend).refId('B')];
}
