import type { AnyPanel } from '../frame.ts';
import { graph, stat, thresholds } from '../kinds.ts';
import { legends, now, over, series } from '../queries.ts';

/** What the pool sees of them. */
export const cardPool = (): readonly AnyPanel[] => [
  stat({
    title: 'Hashrate at the pool, 1 h average',
    description:
      'What the pool says (basis pool), or what the shares that it counted are worth (basis shares).',
    unit: 'Hs',
    width: 6,
    targets: [
      now(
        `max by (pool, basis) (avg_over_time(${series('fpga_pool_hashrate_hashes_per_second', 'rig')}[1h]))`,
        '{{pool}} (by {{basis}})',
      ),
    ],
  }).decimals(2),
  stat({
    title: 'Last share at the pool',
    description: 'When the pool counted the newest share.',
    unit: 'dateTimeFromNow',
    width: 4,
    targets: [
      now(`max by (pool) (${series('fpga_pool_last_share_timestamp_seconds', 'rig')}) * 1000`, legends.pool),
    ],
  }),
  stat({
    title: 'Balance',
    description: 'What the pool owes, in the currency of the pool.',
    unit: 'short',
    width: 5,
    targets: [
      now(`max by (pool, currency) (${series('fpga_pool_balance', 'rig')})`, '{{pool}} ({{currency}})'),
    ],
  }).decimals(6),
  stat({
    title: 'Shares at the pool',
    description: 'Counted by the pool in the time shown.',
    unit: 'short',
    width: 3,
    targets: [
      now(
        `round(max by (pool) (increase(${series('fpga_pool_shares_total', 'rig')}[$__range])))`,
        legends.pool,
      ),
    ],
  }).decimals(0),
  stat({
    title: 'Address known',
    description: 'Whether the pool knows the address: 0 means that it has seen no share of it.',
    unit: 'short',
    width: 3,
    targets: [now(`min by (pool) (${series('fpga_pool_address_known', 'rig')})`, legends.pool)],
  }).thresholds(thresholds('red', [1, 'green'])),
  stat({
    title: 'Pool answers',
    description: 'Whether the newest question to the pool was answered.',
    unit: 'short',
    width: 3,
    targets: [now(`min by (pool) (${series('fpga_pool_up', 'rig')})`, legends.pool)],
  }).thresholds(thresholds('red', [1, 'green'])),
  graph({
    title: 'Answers of the pool',
    description: 'How long the newest answer took, and how old it is.',
    unit: 's',
    width: 24,
    height: 6,
    targets: [
      over(`max by (pool) (${series('fpga_pool_request_duration_seconds', 'rig')})`, `took {{pool}}`).refId(
        'A',
      ),
      over(
        `time() - max by (pool) (${series('fpga_pool_last_success_timestamp_seconds', 'rig')})`,
        `age {{pool}}`,
      ).refId('B'),
    ],
  }),
];
