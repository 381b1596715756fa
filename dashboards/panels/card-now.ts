import * as common from '@grafana/grafana-foundation-sdk/common';
import { gaugeNames, gauges } from '../../src/readings/gauges.ts';
import { counted, minerLegend, ofMiner, rejected, shares } from '../card-queries.ts';
import type { AnyPanel } from '../frame.ts';
import { gaugeStat } from '../gauges.ts';
import { limits, stat, thresholds, upOrSilent } from '../kinds.ts';
import { legends, now, ofCards, over, series } from '../queries.ts';

/** How the cards are now, and what they did in the time shown. */
export const cardNow = (): readonly AnyPanel[] => [
  stat({
    title: 'State',
    description: 'Mining, or silent: no reading for longer than --stale-after (two minutes).',
    unit: 'short',
    width: 3,
    targets: [now(ofCards.up, legends.card)],
  })
    .mappings(upOrSilent)
    .thresholds(thresholds('red', [1, 'green'])),
  stat({
    title: 'Hashrate',
    description:
      'As the miner states it. For many miners that is the luck of the last minutes: see the averages.',
    unit: 'Hs',
    width: 5,
    targets: [over(ofCards.hashrate, legends.card)],
  })
    .graphMode(common.BigValueGraphMode.Area)
    .decimals(2),
  stat({
    title: 'Hashrate, 1 h average',
    description: 'Mean of what the miner stated in the last hour.',
    unit: 'Hs',
    width: 4,
    targets: [now(`avg_over_time(${ofCards.hashrate}[1h])`, legends.card)],
  }).decimals(2),
  stat({
    title: 'Hashrate, 24 h average',
    description: 'Mean of what the miner stated in the last day, while it did.',
    unit: 'Hs',
    width: 4,
    targets: [now(`avg_over_time(${ofCards.hashrate}[24h])`, legends.card)],
  }).decimals(2),
  ...gaugeNames.filter((name) => gauges[name].limits !== null).map(gaugeStat),
  ...gaugeNames.filter((name) => name !== 'hashrate' && gauges[name].limits === null).map(gaugeStat),
  stat({
    title: 'Last seen',
    description: 'When the newest reading was taken.',
    unit: 'dateTimeFromNow',
    width: 3,
    targets: [now(`${series('fpga_last_reading_timestamp_seconds')} * 1000`, legends.card)],
  }),
  stat({
    title: 'Shares accepted',
    description: 'In the time shown; restarts of the miner are summed over.',
    unit: 'short',
    width: 3,
    targets: counted(
      `round(increase(${shares.card}[$__range]) - increase(${rejected.card}[$__range]))`,
      `round(increase(${shares.miner}[$__range]) - increase(${rejected.miner}[$__range]))`,
    ),
  }).decimals(0),
  stat({
    title: 'Shares rejected',
    description: 'In the time shown; restarts of the miner are summed over.',
    unit: 'short',
    width: 3,
    targets: counted(
      `round(increase(${rejected.card}[$__range]))`,
      `round(increase(${rejected.miner}[$__range]))`,
    ),
  }).decimals(0),
  stat({
    title: 'Shares rejected, part',
    description:
      'Rejected of all shares in the time shown. Yellow from 0.5 %, orange from 1 %, red from 5 %.',
    unit: 'percentunit',
    width: 3,
    targets: counted(
      `increase(${rejected.card}[$__range]) / increase(${shares.card}[$__range])`,
      `increase(${rejected.miner}[$__range]) / increase(${shares.miner}[$__range])`,
    ),
  })
    .thresholds(limits.rejected())
    .decimals(2),
  stat({
    title: 'Solutions',
    description: 'Found by the card in the time shown, the bad ones included.',
    unit: 'short',
    width: 3,
    targets: [now(`round(increase(${series('fpga_solutions_total')}[$__range]))`, legends.card)],
  }).decimals(0),
  stat({
    title: 'Miner restarts',
    description: 'In the time shown, as seen in the output of the miner.',
    unit: 'short',
    width: 3,
    targets: [now(`round(increase(${ofMiner('fpga_miner_restarts_total')}[$__range]))`, minerLegend)],
  })
    .thresholds(thresholds('green', [1, 'yellow'], [10, 'red']))
    .decimals(0),
];
