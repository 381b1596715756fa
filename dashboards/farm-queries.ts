import { series } from './queries.ts';

/** Hashes of different algorithms can't be added up: the sums are by bitstream. */
export const byBitstream = (value: string): string =>
  `sum by (bitstream) (${value} * on (job, instance, card) group_left (bitstream) ${series('fpga_card_info')})`;

/** The same for each rig. */
export const byRigAndBitstream = (value: string): string =>
  `sum by (job, instance, bitstream) (${value} * on (job, instance, card) group_left (bitstream) ${series('fpga_card_info')})`;

/** Of each rig: its cards' counter, and its miners' where they count for all their cards. */
const byRig = (card: string, miner: string, range: string): string =>
  `sum by (job, instance) (increase(${series(card)}[${range}]) or increase(${series(miner, 'rig')}[${range}]))`;

/** Rejected shares of each rig. */
export const rejectedOfRig = (range: string): string =>
  byRig('fpga_shares_rejected_total', 'fpga_miner_shares_rejected_total', range);

/** Shares of each rig. */
export const sharesOfRig = (range: string): string =>
  byRig('fpga_shares_total', 'fpga_miner_shares_total', range);

/** Alerts that fire. */
export function firing(): string {
  return series('ALERTS', 'rig', 'alertname=~"Fpga.+",alertstate="firing"');
}
