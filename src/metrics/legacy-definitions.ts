import type { CardSnapshot, MinerSnapshot, RigSnapshot } from '../rig/snapshot.ts';
import type { MetricDefinition, Sample } from './definition.ts';

/**
 * The predecessor's names, for its dashboards. All of them vanish when the card is silent.
 *
 * `share_total` was a gauge for rb4 and a counter for the others, `solutions_total` a gauge. A name can have only one
 * type on a page, and no query asks for the type, so what is called `_total` is a counter, as promtool wants it.
 */
export const legacyMetricDefinitions: readonly MetricDefinition[] = [
  ofCurrentCard(
    'hashrate',
    'gauge',
    'Hashrate in the unit that the miner prints. Instead: fpga_hashrate_hashes_per_second.',
    (card) => (card.gauges.hashrate === null ? null : (card.printed?.value ?? null)),
  ),
  ofCurrentCard('clock_speed', 'gauge', 'Clock, in MHz. Instead: fpga_clock_hertz.', (card) =>
    scaled(card.gauges.clock, 1e-6),
  ),
  ofCurrentCard(
    'temperature',
    'gauge',
    'Temperature, in degrees Celsius. Instead: fpga_temperature_celsius.',
    (card) => card.gauges.temperature,
  ),
  ofCurrentCard(
    'voltage',
    'gauge',
    'Core voltage, in volts. Instead: fpga_core_voltage_volts.',
    (card) => card.gauges.coreVoltage,
  ),
  ofCurrentCard('errors', 'gauge', 'Hardware errors, in percent. Instead: fpga_error_ratio.', (card) =>
    scaled(card.gauges.errorRatio, 100),
  ),
  ofCurrentCard(
    'last_update',
    'gauge',
    'When the newest reading was taken, in Unix seconds. Instead: fpga_last_reading_timestamp_seconds.',
    (card) => Math.floor(card.readAt),
  ),
  ofCurrentCard(
    'solutions_good',
    'gauge',
    "Good solutions since the miner's start. Instead: fpga_solutions_total - fpga_solutions_bad_total.",
    (card) => (familyOf(card) === 'gauges' ? null : card.minerCounts.solutionsGood),
  ),
  ofCurrentCard(
    'solutions_total',
    'counter',
    "Solutions since the miner's start. Instead: fpga_solutions_total.",
    (card) => (familyOf(card) === 'gauges' ? null : card.minerCounts.solutionsTotal),
  ),
  ofCurrentCard(
    'share_good',
    'gauge',
    "Good shares since the miner's start. Instead: fpga_shares_total - fpga_shares_rejected_total.",
    (card) => (familyOf(card) === 'rb4' ? card.minerCounts.sharesGood : null),
  ),
  ofCurrentCard(
    'share_percent',
    'gauge',
    "Rejected shares since the miner's start, in percent. Instead: fpga_shares_rejected_total / fpga_shares_total.",
    (card) => (familyOf(card) === 'rb4' ? rejectedPercent(card.minerCounts) : null),
  ),
  ofCurrentCard(
    'share_good_total',
    'counter',
    'Good shares. Instead: fpga_shares_total - fpga_shares_rejected_total.',
    (card, rig) => {
      const shares = familyOf(card) === 'counters' ? sharesOf(card, rig) : null;
      return shares === null ? null : shares.total - shares.rejected;
    },
  ),
  ofCurrentCard(
    'share_bad_total',
    'counter',
    'Rejected shares. Instead: fpga_shares_rejected_total.',
    (card, rig) => (familyOf(card) === 'gauges' ? null : (sharesOf(card, rig)?.rejected ?? null)),
  ),
  ofCurrentCard('share_total', 'counter', 'Shares. Instead: fpga_shares_total.', (card, rig) => {
    switch (familyOf(card)) {
      case 'rb4':
        return card.minerCounts.sharesTotal;
      case 'counters':
        return sharesOf(card, rig)?.total ?? null;
      case 'gauges':
        return null;
    }
  }),
  {
    name: 'pool_hashrate',
    type: 'gauge',
    help: "The pools' own figures, in GH/s, all of them together. Instead: fpga_pool_hashrate_hashes_per_second.",
    labels: [],
    collect({ pools }) {
      const rates = pools.map(({ hashrate }) => hashrate).filter((rate) => rate !== null);
      const sum = rates.reduce((total, rate) => total + rate, 0);
      return rates.length === 0 ? [] : [{ labels: {}, value: scaled(sum, 1e-9) ?? 0 }];
    },
  },
];

/**
 * Which of the predecessor's three exporters reads such a card: the one for 0xbtc had gauges only, the one for rb4 took
 * the shares from the statistics, the one for nimiq counted their own lines, as all miners without an exporter of their
 * own are read here.
 */
function familyOf(card: CardSnapshot): 'gauges' | 'rb4' | 'counters' {
  if (card.bitstream === '0xbtc') return 'gauges';
  return card.bitstream === 'rb4' ? 'rb4' : 'counters';
}

/** The running totals of the card, or of its miner when that drives no other card. */
function sharesOf(card: CardSnapshot, rig: RigSnapshot): MinerSnapshot['shares'] {
  const { shares: total, sharesRejected: rejected } = card.totals;
  if (total !== null && rejected !== null) return { total, rejected };
  const alone = rig.cards.every((other) => other === card || other.source !== card.source);
  return alone ? (rig.miners.find((miner) => miner.source === card.source)?.shares ?? null) : null;
}

function rejectedPercent({
  sharesGood: good,
  sharesTotal: total,
}: CardSnapshot['minerCounts']): number | null {
  if (good === null || total === null || total === 0) return null;
  return ((total - good) / total) * 100;
}

/** The value times the factor, without the tail of digits that binary fractions grow. */
function scaled(value: number | null, factor: number): number | null {
  return value === null ? null : Number((value * factor).toPrecision(12));
}

function ofCurrentCard(
  name: string,
  type: MetricDefinition['type'],
  help: string,
  value: (card: CardSnapshot, rig: RigSnapshot) => number | null,
): MetricDefinition {
  return {
    name,
    type,
    help,
    labels: ['card'],
    collect({ rig }) {
      const samples: Sample<'card'>[] = [];
      for (const card of rig.cards) {
        const found = card.up ? value(card, rig) : null;
        if (found !== null) samples.push({ labels: { card: card.name }, value: found });
      }
      return samples;
    },
  };
}
