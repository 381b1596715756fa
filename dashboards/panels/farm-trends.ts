import { byBitstream, byRigAndBitstream, rejectedOfRig, sharesOfRig } from '../farm-queries.ts';
import type { AnyPanel } from '../frame.ts';
import { limitsOf, limitWords } from '../gauges.ts';
import { asLines, graph, limits, stacked } from '../kinds.ts';
import { legends, ofCards, over, series } from '../queries.ts';
import { temperatures } from './temperatures.ts';

/** How the farm was over time. */
export const farmTrends = (): readonly AnyPanel[] => [
  graph({
    title: 'Hashrate by bitstream, 15 min average',
    description: 'All cards together, averages of 15 minutes.',
    unit: 'Hs',
    width: 12,
    targets: [over(byBitstream(`avg_over_time(${ofCards.hashrate}[15m])`), '{{bitstream}}')],
  }),
  graph({
    title: 'Hashrate by rig',
    description: 'The cards of each rig and bitstream together, averages of 15 minutes.',
    unit: 'Hs',
    width: 12,
    targets: [
      over(byRigAndBitstream(`avg_over_time(${ofCards.hashrate}[15m])`), `${legends.rig} {{bitstream}}`),
    ],
  }),
  temperatures(),
  graph({
    title: 'The ten hottest cards',
    description: `Chosen anew in each step of the graph. ${limitWords('temperature')}`,
    unit: 'celsius',
    width: 12,
    targets: [over(`topk(10, ${ofCards.temperature})`, legends.card)],
  })
    .thresholds(limitsOf('temperature'))
    .thresholdsStyle(asLines()),
  graph({
    title: 'The ten cards with most errors',
    description: 'Bad solutions of all in the last hour.',
    unit: 'percentunit',
    width: 8,
    targets: [
      over(
        `topk(10, increase(${series('fpga_solutions_bad_total')}[1h]) / increase(${series('fpga_solutions_total')}[1h]))`,
        legends.card,
      ),
    ],
  })
    .thresholds(limitsOf('errorRatio'))
    .thresholdsStyle(asLines()),
  graph({
    title: 'Rejected shares by rig',
    description: 'Rejected of all shares in the last hour.',
    unit: 'percentunit',
    width: 8,
    targets: [over(`${rejectedOfRig('1h')} / ${sharesOfRig('1h')}`, legends.rig)],
  })
    .thresholds(limits.rejected())
    .thresholdsStyle(asLines()),
  graph({
    title: 'Cards mining and silent',
    description: 'How many cards were read, and how many had fallen silent.',
    unit: 'short',
    width: 8,
    targets: [
      over(`sum(${ofCards.up})`, 'mining').refId('A'),
      over(`count(${ofCards.up}) - sum(${ofCards.up})`, 'silent').refId('B'),
    ],
  })
    .stacking(stacked())
    .fillOpacity(40),
  graph({
    title: 'Miner restarts by rig',
    description: 'Restarts in the last hour.',
    unit: 'short',
    width: 8,
    targets: [
      over(
        `sum by (job, instance) (increase(${series('fpga_miner_restarts_total', 'rig')}[1h]))`,
        legends.rig,
      ),
    ],
  }),
  graph({
    title: 'Miner against pool',
    description:
      'Hashrate at each pool, averaged over an hour. Rigs that mine to one address see the same figure, so it is counted once.',
    unit: 'Hs',
    width: 8,
    targets: [
      over(byBitstream(`avg_over_time(${ofCards.hashrate}[1h])`), 'all cards, {{bitstream}}').refId('A'),
      over(
        `max by (pool, basis) (avg_over_time(${series('fpga_pool_hashrate_hashes_per_second', 'rig')}[1h]))`,
        '{{pool}} (by {{basis}})',
      ).refId('B'),
    ],
  }),
  graph({
    title: 'Versions',
    description: 'Rigs by the version of fpga-tee.',
    unit: 'short',
    width: 8,
    targets: [over(`count by (version) (${series('fpga_tee_build_info', 'rig')})`, '{{version}}')],
  })
    .stacking(stacked())
    .fillOpacity(40),
];
