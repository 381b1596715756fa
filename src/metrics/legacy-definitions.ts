import { type GaugeName, gaugeNames, gauges } from '../readings/gauges.ts';
import { rounded, timesTenTo } from '../readings/units.ts';
import { sharesOfCard } from '../rig/shares.ts';
import type { CardSnapshot } from '../rig/snapshot.ts';
import { define, type MetricDefinition, ofCurrentCard } from './definition.ts';

/** What its pool scraper served. */
export const legacyPoolHashrate = define({
  name: 'pool_hashrate',
  help: "The pools' own figures, in GH/s, all of them together. Instead: fpga_pool_hashrate_hashes_per_second.",
  labels: [],
  collect({ pools }) {
    const rates = pools.map(({ hashrate }) => hashrate).filter((rate) => rate !== null);
    const sum = rounded(rates.reduce((total, rate) => total + rate, 0));
    return rates.length === 0 ? [] : [{ labels: {}, value: timesTenTo(-9, sum) }];
  },
});

/**
 * The predecessor's names, for its dashboards. All of them vanish when the card is silent.
 *
 * `share_total` was a gauge for rb4 and a counter for the others, `solutions_total` a gauge. A name can have only one
 * type on a page, and no query asks for the type, so what is called `_total` is a counter, as promtool wants it.
 */
export const legacyMetricDefinitions: readonly MetricDefinition[] = [
  ...gaugeNames.flatMap(legacyGauge),
  ofCurrentCard(
    'last_update',
    'When the newest reading was taken, in Unix seconds. Instead: fpga_last_reading_timestamp_seconds.',
    (card) => Math.floor(card.readAt),
  ),
  ofCurrentCard(
    'solutions_good',
    "Good solutions since the miner's start. Instead: fpga_solutions_total - fpga_solutions_bad_total.",
    (card) => (familyOf(card) === 'gauges' ? null : card.minerCounts.solutionsGood),
  ),
  ofCurrentCard(
    'solutions_total',
    "Solutions since the miner's start. Instead: fpga_solutions_total.",
    (card) => (familyOf(card) === 'gauges' ? null : card.minerCounts.solutionsTotal),
  ),
  ofCurrentCard(
    'share_good',
    "Good shares since the miner's start. Instead: fpga_shares_total - fpga_shares_rejected_total.",
    (card) => (familyOf(card) === 'rb4' ? card.minerCounts.sharesGood : null),
  ),
  ofCurrentCard(
    'share_percent',
    "Rejected shares since the miner's start, in percent. Instead: fpga_shares_rejected_total / fpga_shares_total.",
    (card) => (familyOf(card) === 'rb4' ? rejectedPercent(card.minerCounts) : null),
  ),
  ofCurrentCard(
    'share_good_total',
    'Good shares. Instead: fpga_shares_total - fpga_shares_rejected_total.',
    (card, { rig }) => {
      const shares = familyOf(card) === 'counters' ? sharesOfCard(card, rig) : null;
      return shares && shares.total - shares.rejected;
    },
  ),
  ofCurrentCard(
    'share_bad_total',
    'Rejected shares. Instead: fpga_shares_rejected_total.',
    (card, { rig }) => (familyOf(card) === 'gauges' ? null : (sharesOfCard(card, rig)?.rejected ?? null)),
  ),
  ofCurrentCard('share_total', 'Shares. Instead: fpga_shares_total.', (card, { rig }) => {
    const family = familyOf(card);
    if (family === 'gauges') return null;
    return family === 'rb4' ? card.minerCounts.sharesTotal : (sharesOfCard(card, rig)?.total ?? null);
  }),
  legacyPoolHashrate,
];

/** A gauge under the predecessor's name, in the unit that people are shown, the hashrate in the one that was printed. */
function legacyGauge(name: GaugeName): readonly MetricDefinition[] {
  const { legacy, unit, metric } = gauges[name];
  if (legacy === null) return [];
  return [
    ofCurrentCard(legacy.name, `${legacy.help} Instead: ${metric.name}.`, (card) => {
      const value = card.gauges[name];
      if (value === null) return null;
      return unit === null ? (card.printed?.value ?? null) : timesTenTo(-unit.exponent, value);
    }),
  ];
}

/**
 * Which of the predecessor's three exporters reads such a card: the one for 0xbtc had gauges only, the one for rb4 took
 * the shares from the statistics, the one for nimiq counted their own lines, as all miners without an exporter of their
 * own are read here.
 */
function familyOf(card: CardSnapshot): 'gauges' | 'rb4' | 'counters' {
  if (card.bitstream === '0xbtc') return 'gauges';
  return card.bitstream === 'rb4' ? 'rb4' : 'counters';
}

function rejectedPercent({ sharesGood, sharesTotal }: CardSnapshot['minerCounts']): number | null {
  if (sharesGood === null || sharesTotal === null || sharesTotal === 0) return null;
  return rounded(((sharesTotal - sharesGood) / sharesTotal) * 100);
}
