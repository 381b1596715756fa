import * as common from '@grafana/grafana-foundation-sdk/common';
import { type GaugeName, gaugeNames } from '../../src/readings/gauges.ts';
import { minerLegend, ofMiner, rejected, shares } from '../card-queries.ts';
import { byBitstream } from '../farm-queries.ts';
import type { AnyPanel } from '../frame.ts';
import { gaugeGraph, limitsOf } from '../gauges.ts';
import { asLines, graph, onTheRight, stacked, strips, thresholds } from '../kinds.ts';
import { legends, ofCards, over, series } from '../queries.ts';

/** Gauges that have graphs of their own here. */
const drawn: ReadonlySet<GaugeName> = new Set(['hashrate', 'clock', 'temperature', 'errorRatio']);

/** How the cards were over time. */
export const cardTrends = (): readonly AnyPanel[] => [
  graph({
    title: 'Hashrate and its averages',
    description: 'As stated, and averaged over 15 minutes, 1 hour and 6 hours.',
    unit: 'Hs',
    width: 12,
    targets: [
      over(ofCards.hashrate, `now ${legends.card}`).refId('A'),
      over(`avg_over_time(${ofCards.hashrate}[15m])`, `15 m ${legends.card}`).refId('B'),
      over(`avg_over_time(${ofCards.hashrate}[1h])`, `1 h ${legends.card}`).refId('C'),
      over(`avg_over_time(${ofCards.hashrate}[6h])`, `6 h ${legends.card}`).refId('D'),
    ],
  }),
  graph({
    title: 'Miner against pool',
    description:
      'Hashrate of all chosen cards of one bitstream together, averaged over an hour, beside what the pool says or what its shares are worth.',
    unit: 'Hs',
    width: 12,
    targets: [
      over(byBitstream(`avg_over_time(${ofCards.hashrate}[1h])`), 'the cards, {{bitstream}}').refId('A'),
      over(
        `max by (pool, basis) (avg_over_time(${series('fpga_pool_hashrate_hashes_per_second', 'rig')}[1h]))`,
        '{{pool}} (by {{basis}})',
      ).refId('B'),
    ],
  }),
  graph({
    title: 'Temperature and errors',
    description: 'Averages of 5 minutes; errors on the right.',
    unit: 'celsius',
    width: 12,
    targets: [
      over(`avg_over_time(${ofCards.temperature}[5m])`, `°C ${legends.card}`).refId('A'),
      over(`avg_over_time(${ofCards.errorRatio}[5m])`, `errors ${legends.card}`).refId('B'),
    ],
  }).overrideByQuery('B', onTheRight('percentunit')),
  graph({
    title: 'Hashrate and clock',
    description: 'Averages of 15 minutes of the hashrate; the clock on the right.',
    unit: 'Hs',
    width: 12,
    targets: [
      over(`avg_over_time(${ofCards.hashrate}[15m])`, `hashrate ${legends.card}`).refId('A'),
      over(ofCards.clock, `clock ${legends.card}`).refId('B'),
    ],
  }).overrideByQuery('B', onTheRight('hertz')),
  gaugeGraph('temperature'),
  graph({
    title: 'Hardware errors over time',
    description: 'Bad solutions of all in the last 15 minutes, counted; and what the miner states.',
    unit: 'percentunit',
    width: 8,
    targets: [
      over(
        `increase(${series('fpga_solutions_bad_total')}[15m]) / increase(${series('fpga_solutions_total')}[15m])`,
        `counted ${legends.card}`,
      ).refId('A'),
      over(ofCards.errorRatio, `stated ${legends.card}`).refId('B'),
    ],
  })
    .thresholds(limitsOf('errorRatio'))
    .thresholdsStyle(asLines()),
  ...gaugeNames.filter((name) => !drawn.has(name)).map(gaugeGraph),
  graph({
    title: 'Failed shares',
    description: 'Shares an hour that failed, by reason; averages of an hour.',
    unit: 'short',
    width: 8,
    targets: [
      over(
        `sum by (reason) (rate(${series('fpga_share_failures_total', 'card-or-none')}[1h])) * 3600`,
        '{{reason}}',
      ),
    ],
  }).stacking(stacked()),
  graph({
    title: 'Shares',
    description:
      'Shares a minute that were submitted, and of these the rejected ones; averages of 15 minutes.',
    unit: 'short',
    width: 8,
    targets: [
      over(`rate(${shares.card}[15m]) * 60`, legends.card).refId('A'),
      over(`rate(${shares.miner}[15m]) * 60`, minerLegend).refId('B'),
      over(`rate(${rejected.card}[15m]) * 60`, `rejected ${legends.card}`).refId('C'),
      over(`rate(${rejected.miner}[15m]) * 60`, `rejected ${minerLegend}`).refId('D'),
    ],
  }),
  graph({
    title: 'Events',
    description: 'What the miner told besides its statistics, in each step of the graph.',
    unit: 'short',
    width: 8,
    targets: [
      over(
        `sum by (kind) (increase(${series('fpga_events_total', 'card-or-none')}[$__rate_interval]))`,
        '{{kind}}',
      ),
    ],
  })
    .drawStyle(common.GraphDrawStyle.Bars)
    .fillOpacity(60)
    .stacking(stacked()),
  strips({
    title: 'Mining and silent',
    description: 'When each card was read, and when it said nothing.',
    unit: 'short',
    width: 12,
    targets: [over(ofCards.up, legends.card)],
  }),
  strips({
    title: 'Stalled miners',
    description: 'A miner that runs but prints nothing, no statistics, or finds no shares.',
    unit: 'short',
    width: 12,
    targets: [over(ofMiner('fpga_miner_stalled'), '{{kind}} {{source}} · {{instance}}')],
  })
    .mappings([])
    .thresholds(thresholds('green', [1, 'red'])),
];
