import { rounded } from '../readings/units.ts';
import { define, type MetricDefinition, ofPool } from './definition.ts';

/** The metrics of the pools that are asked. What a pool says is gone while it does not answer. */
export const poolDefinitions: readonly MetricDefinition[] = [
  ofPool('fpga_pool_up', 'Whether the pool answers: 1, or 0 since it failed to.', ({ up }) => (up ? 1 : 0)),
  define({
    name: 'fpga_pool_hashrate_hashes_per_second',
    help: "Hashrate at the pool, in hashes per second: its own figure (basis pool), or made of its list of the address's shares up to now, at most an hour (basis shares).",
    labels: ['pool', 'basis'],
    collect: ({ pools }) =>
      pools.flatMap(({ name: pool, hashrate, hashrateFromShares }) => [
        ...(hashrate === null ? [] : [{ labels: { pool, basis: 'pool' }, value: hashrate }]),
        ...(hashrateFromShares === null
          ? []
          : [{ labels: { pool, basis: 'shares' }, value: rounded(hashrateFromShares) }]),
      ]),
  }),
  ofPool(
    'fpga_pool_last_share_timestamp_seconds',
    "When the pool got the address's last share, in Unix seconds.",
    ({ lastShareAt }) => toMilliseconds(lastShareAt),
  ),
  define({
    name: 'fpga_pool_balance',
    help: 'What the pool owes the address, in whole coins; the currency is empty where the pool does not name it.',
    labels: ['pool', 'currency'],
    collect: ({ pools }) =>
      pools.flatMap(({ name: pool, balance }) =>
        balance === null ? [] : [{ labels: { pool, currency: balance.currency }, value: balance.amount }],
      ),
  }),
  ofPool(
    'fpga_pool_shares_total',
    "The address's shares that the pool has counted since fpga-tee asks it, where it counts them.",
    ({ shares }) => shares,
  ),
  ofPool(
    'fpga_pool_address_known',
    'Whether the pool knows the address: 1 or 0, and nothing where its answer does not tell.',
    ({ addressKnown }) => (addressKnown === null ? null : addressKnown ? 1 : 0),
  ),
  ofPool(
    'fpga_pool_last_success_timestamp_seconds',
    'When the pool answered last, in Unix seconds.',
    ({ lastSuccessAt }) => toMilliseconds(lastSuccessAt),
  ),
  ofPool(
    'fpga_pool_request_duration_seconds',
    'How long the last answer of the pool took, in seconds.',
    ({ requestSeconds }) => toMilliseconds(requestSeconds),
  ),
];

function toMilliseconds(seconds: number | null): number | null {
  return seconds === null ? null : Math.round(seconds * 1000) / 1000;
}
