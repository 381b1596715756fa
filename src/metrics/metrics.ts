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
  const registry = new Registry();
  const metrics = definitions.map((definition) => {
    const { name, help, labels: labelNames } = definition;
    const series = new Series(definition);
    const Kind = definition.type === 'counter' ? CollectedCounter : CollectedGauge;
    new Kind({ name, help, labelNames, registers: [registry] }, () => series.samples);
    return series;
  });
  return {
    contentType: registry.contentType,
    async render(snapshot) {
      for (const series of metrics) series.collect(snapshot);
      // All are asked before anything is waited for: no other snapshot gets in between.
      const texts = metrics.filter(({ isOnPage }) => isOnPage).map((series) => series.text(registry));
      return `${(await Promise.all(texts)).join('\n\n')}\n`;
    },
  };
}

/**
 * The series of one metric. They hardly ever change, and nearly all of the registry's work is their labels: so it puts
 * them into words once, and from then on only the numbers behind them are new.
 */
class Series {
  samples: readonly Sample[] = [];
  readonly #definition: MetricDefinition;
  /** Whose words are known; `null` for none yet. */
  #known: readonly Sample[] | null = null;
  /** Those words: each up to its number, the first one with the metric's help and type in front. */
  #words: readonly string[] = [];

  constructor(definition: MetricDefinition) {
    this.#definition = definition;
  }

  get isOnPage(): boolean {
    return this.#definition.seldom !== true || this.samples.length > 0;
  }

  collect(snapshot: Snapshot): void {
    this.samples = this.#definition.collect(snapshot).filter(({ value }) => Number.isFinite(value));
  }

  /** What the page says of it. */
  text(registry: Registry): string | Promise<string> {
    return this.#textAsKnown() ?? this.#learn(registry, this.samples);
  }

  /** `null` where the registry must put it into words. */
  #textAsKnown(): string | null {
    const { samples } = this;
    const known = this.#known;
    if (known?.length !== samples.length) return null;
    let text = samples.length === 0 ? (this.#words[0] ?? '') : '';
    for (let place = 0; place < samples.length; place += 1) {
      const sample = samples[place];
      if (sample === undefined || !this.#isSame(sample, known[place])) return null;
      text += this.#words[place];
      text += sample.value;
    }
    return text;
  }

  /** In the registry's text each sample is a line, in which the number stands behind the last space. */
  async #learn(registry: Registry, samples: readonly Sample[]): Promise<string> {
    const text = await registry.getSingleMetricAsString(this.#definition.name);
    const [help = '', type = '', ...lines] = text.split('\n');
    const [first = '', ...others] = lines.map((line) => `\n${line.slice(0, line.lastIndexOf(' ') + 1)}`);
    this.#words = [`${help}\n${type}${first}`, ...others];
    this.#known = samples;
    return text;
  }

  #isSame({ labels }: Sample, known: Sample | undefined): boolean {
    for (const label of this.#definition.labels) if (labels[label] !== known?.labels[label]) return false;
    return true;
  }
}

/** Gauges and counters that hold nothing between scrapes: their values are collected when they are asked for. */
class CollectedGauge extends Gauge {
  readonly #samples: () => readonly Sample[];

  constructor(configuration: ConstructorParameters<typeof Gauge>[0], samples: () => readonly Sample[]) {
    super(configuration);
    this.#samples = samples;
  }

  override async get() {
    const values = [...this.#samples()];
    return { ...(await super.get()), values };
  }
}

class CollectedCounter extends Counter {
  readonly #samples: () => readonly Sample[];

  constructor(configuration: ConstructorParameters<typeof Counter>[0], samples: () => readonly Sample[]) {
    super(configuration);
    this.#samples = samples;
  }

  override async get() {
    const values = [...this.#samples()];
    return { ...(await super.get()), values };
  }
}
