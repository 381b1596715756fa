import { Counter, Gauge, Registry } from 'prom-client';
import type { Snapshot } from '../rig/snapshot.ts';
import { buildInfo } from './build-info.ts';
import type { MetricDefinition, Sample } from './definition.ts';
import { metricDefinitions } from './definitions.ts';
import { legacyMetricDefinitions, legacyPoolHashrate } from './legacy-definitions.ts';
import { poolDefinitions } from './pool-definitions.ts';

/** The metrics page. */
export interface Metrics {
  readonly contentType: string;
  /** The page, all of it from one snapshot. */
  render(snapshot: Snapshot): Promise<string>;
}

/** A page of its own registry: every metric, and with `legacy` the predecessor's names as well. */
export function createMetrics({ legacy }: { readonly legacy: boolean }): Metrics {
  return metricsOf(legacy ? [...metricDefinitions, ...legacyMetricDefinitions] : metricDefinitions);
}

/** The metrics of pools alone, of whoever asks them without a miner. */
export function createPoolMetrics({ legacy }: { readonly legacy: boolean }): Metrics {
  return metricsOf([...poolDefinitions, buildInfo, ...(legacy ? [legacyPoolHashrate] : [])]);
}

function metricsOf(definitions: readonly MetricDefinition[]): Metrics {
  let current: Snapshot;
  const seldom = definitions.filter((definition) => definition.seldom === true);
  const registry = new (class extends Registry {
    override getMetricsAsArray() {
      const empty = seldom.filter(({ collect }) => collect(current).length === 0);
      return super.getMetricsAsArray().filter((metric) => !empty.some(({ name }) => name === metric.name));
    }
  })();
  const shared = new SharedLabels();
  const samples = (definition: MetricDefinition) => () => {
    const values: Rendered[] = [];
    for (const { labels, value } of definition.collect(current)) {
      if (!Number.isFinite(value)) continue;
      values.push({ labels: noLabels, sharedLabels: shared.of(definition, labels), value });
    }
    return values;
  };
  for (const definition of definitions) {
    const { name, help, labels: labelNames } = definition;
    const Kind = definition.type === 'counter' ? CollectedCounter : CollectedGauge;
    new Kind({ name, help, labelNames, registers: [registry] }, samples(definition));
  }
  return {
    contentType: registry.contentType,
    async render(snapshot) {
      current = snapshot;
      // The registry asks every metric for its values before it waits for anything: no other snapshot gets in between.
      return registry.metrics();
    },
  };
}

type Labels = Sample['labels'];

/** A value as the registry prints it; it puts shared labels into words once for each object. */
interface Rendered {
  readonly labels: Record<string, string>;
  readonly sharedLabels: Labels;
  readonly value: number;
}

const noLabels = {};

/** One labels object for all metrics with the same single label, which makes the page twice as fast. */
class SharedLabels {
  readonly #labels = new Map<string, Labels>();

  of({ labels: [name, ...others] }: MetricDefinition, labels: Labels): Labels {
    if (name === undefined || others.length > 0) return labels;
    const key = `${name}=${labels[name]}`;
    const shared = this.#labels.get(key) ?? labels;
    if (shared === labels) this.#labels.set(key, labels);
    return shared;
  }
}

/** Gauges and counters that hold nothing between scrapes: their values are collected when they are asked for. */
class CollectedGauge extends Gauge {
  readonly #samples: () => Rendered[];

  constructor(configuration: ConstructorParameters<typeof Gauge>[0], samples: () => Rendered[]) {
    super(configuration);
    this.#samples = samples;
  }

  override async get() {
    const values = this.#samples();
    return { ...(await super.get()), values };
  }
}

class CollectedCounter extends Counter {
  readonly #samples: () => Rendered[];

  constructor(configuration: ConstructorParameters<typeof Counter>[0], samples: () => Rendered[]) {
    super(configuration);
    this.#samples = samples;
  }

  override async get() {
    const values = this.#samples();
    return { ...(await super.get()), values };
  }
}
