import * as common from '@grafana/grafana-foundation-sdk/common';
import { byBitstream, firing, rejectedOfRig, sharesOfRig } from '../farm-queries.ts';
import type { AnyPanel } from '../frame.ts';
import { limitsOf, limitWords } from '../gauges.ts';
import { limits, stat } from '../kinds.ts';
import { now, ofCards, over, series } from '../queries.ts';

/** The farm in numbers: what is wrong first. */
export const farmNow = (): readonly AnyPanel[] => [
  stat({
    title: 'Rigs not reached',
    description: 'Rigs whose metrics Prometheus can not scrape.',
    unit: 'short',
    width: 3,
    targets: [now(`count(${series('up', 'rig')} == 0) or vector(0)`, 'rigs')],
  })
    .thresholds(limits.none())
    .colorMode(common.BigValueColorMode.Background),
  stat({
    title: 'Silent cards',
    description: 'Cards that were read once and are not any more.',
    unit: 'short',
    width: 3,
    targets: [now(`count(${ofCards.up} == 0) or vector(0)`, 'cards')],
  })
    .thresholds(limits.none())
    .colorMode(common.BigValueColorMode.Background),
  stat({
    title: 'Alarms',
    description: 'Alerts of dashboards/rules that fire.',
    unit: 'short',
    width: 3,
    targets: [now(`count(${firing()}) or vector(0)`, 'alarms')],
  })
    .thresholds(limits.none())
    .colorMode(common.BigValueColorMode.Background),
  stat({
    title: 'Cards mining',
    description: 'Cards that are read.',
    unit: 'short',
    width: 3,
    targets: [now(`sum(${ofCards.up})`, 'cards')],
  }),
  stat({
    title: 'Hottest card',
    description: limitWords('temperature'),
    unit: 'celsius',
    width: 4,
    targets: [over(`max(${ofCards.temperature})`, 'hottest')],
  })
    .graphMode(common.BigValueGraphMode.Area)
    .thresholds(limitsOf('temperature'))
    .decimals(1),
  stat({
    title: 'Shares rejected, 1 h',
    description: 'Rejected of all shares of all rigs in the last hour.',
    unit: 'percentunit',
    width: 4,
    targets: [now(`sum(${rejectedOfRig('1h')}) / sum(${sharesOfRig('1h')})`, 'rejected')],
  })
    .thresholds(limits.rejected())
    .decimals(2),
  stat({
    title: 'Hardware errors, 1 h',
    description: 'Bad of all solutions of all cards in the last hour.',
    unit: 'percentunit',
    width: 4,
    targets: [
      now(
        `sum(increase(${series('fpga_solutions_bad_total')}[1h])) / sum(increase(${series('fpga_solutions_total')}[1h]))`,
        'errors',
      ),
    ],
  })
    .thresholds(limitsOf('errorRatio'))
    .decimals(2),
  stat({
    title: 'Hashrate by bitstream',
    description:
      'All cards together, as their miners state it; hashes of different algorithms do not add up.',
    unit: 'Hs',
    width: 12,
    targets: [over(byBitstream(ofCards.hashrate), '{{bitstream}}')],
  })
    .graphMode(common.BigValueGraphMode.Area)
    .decimals(2),
  stat({
    title: 'Hashrate by bitstream, 24 h average',
    description: 'Mean of each card while it was read in the last day, summed.',
    unit: 'Hs',
    width: 12,
    targets: [now(byBitstream(`avg_over_time(${ofCards.hashrate}[24h])`), '{{bitstream}}')],
  }).decimals(2),
];
