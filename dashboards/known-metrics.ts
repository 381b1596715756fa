import type { MetricDefinition } from '../src/metrics/definition.ts';
import { metricDefinitions } from '../src/metrics/definitions.ts';

/** What dashboards and alerts must know of a metric. */
export type KnownMetric = Pick<MetricDefinition, 'name' | 'type' | 'labels'>;

/** What Prometheus itself adds: https://prometheus.io/docs/concepts/jobs_instances/, and the state of its alerts. */
const ofPrometheus: readonly KnownMetric[] = [
  { name: 'up', type: 'gauge', labels: [] },
  { name: 'ALERTS', type: 'gauge', labels: ['alertname', 'alertstate', 'severity', 'card'] },
];

/** Every metric that a dashboard or a rule may query, by its name. */
export const knownMetrics: ReadonlyMap<string, KnownMetric> = new Map(
  [...ofPrometheus, ...metricDefinitions].map((metric) => [metric.name, metric]),
);
