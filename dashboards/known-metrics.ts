import type { MetricDefinition } from '../src/outputs/metrics/definition.ts';
import { metricDefinitions } from '../src/outputs/metrics/definitions.ts';

/** What dashboards and alerts must know of a metric. */
export type KnownMetric = Pick<MetricDefinition, 'name' | 'type' | 'labels'>;

/**
 * Metrics that dashboards and alerts query already though this version of the program does not export them all. One that
 * is exported under the same name is taken from its definition; it can then be deleted here.
 */
export const announcedMetrics: readonly KnownMetric[] = [
  { name: 'fpga_pool_up', type: 'gauge', labels: ['pool'] },
  { name: 'fpga_pool_hashrate_hashes_per_second', type: 'gauge', labels: ['pool', 'basis'] },
  { name: 'fpga_pool_last_share_timestamp_seconds', type: 'gauge', labels: ['pool'] },
  { name: 'fpga_pool_balance', type: 'gauge', labels: ['pool', 'currency'] },
  { name: 'fpga_pool_shares_total', type: 'counter', labels: ['pool'] },
  { name: 'fpga_pool_address_known', type: 'gauge', labels: ['pool'] },
  { name: 'fpga_pool_last_success_timestamp_seconds', type: 'gauge', labels: ['pool'] },
  { name: 'fpga_pool_request_duration_seconds', type: 'gauge', labels: ['pool'] },
  { name: 'fpga_miner_stalled', type: 'gauge', labels: ['source', 'kind'] },
];

/** What Prometheus itself adds: https://prometheus.io/docs/concepts/jobs_instances/, and the state of its alerts. */
const ofPrometheus: readonly KnownMetric[] = [
  { name: 'up', type: 'gauge', labels: [] },
  { name: 'ALERTS', type: 'gauge', labels: ['alertname', 'alertstate', 'severity', 'card'] },
];

/** Every metric that a dashboard or a rule may query, by its name. */
export const knownMetrics: ReadonlyMap<string, KnownMetric> = new Map(
  [...ofPrometheus, ...announcedMetrics, ...metricDefinitions].map((metric) => [metric.name, metric]),
);
