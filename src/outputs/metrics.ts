import { Counter, Gauge, Registry } from 'prom-client';
import { eventKinds, failureReasons, lineKinds } from '../cards/reading.ts';
import type { CardSnapshot, LogSnapshot, MinerSnapshot, Snapshot } from '../cards/snapshot.ts';
import { legacyMetricDefinitions } from './legacy-metrics.ts';

/** One line of the page: a value and what it belongs to. */
export interface Sample<Label extends string = string> {
  readonly labels: Readonly<Record<Label, string>>;
  readonly value: number;
}

/** A metric as data: all that the page and the documentation need to know of it. */
export interface MetricDefinition<Label extends string = string> {
  readonly name: string;
  readonly type: 'gauge' | 'counter';
  readonly help: string;
  readonly labels: readonly Label[];
  collect(snapshot: Snapshot): readonly Sample<Label>[];
}

/** Every metric under its own name, in the order of the page. */
export const metricDefinitions: readonly MetricDefinition[] = [
  define({
    name: 'fpga_card_info',
    type: 'gauge',
    help: 'What is known of the card, always 1; a label that is not known is empty.',
    labels: ['card', 'bitstream', 'dna', 'device'],
    collect: ({ rig }) =>
      rig.cards.map(({ name, bitstream, dna, device }) => ({
        labels: { card: name, bitstream, dna: dna ?? '', device: device ?? '' },
        value: 1,
      })),
  }),
  ofCard(
    'fpga_card_up',
    'gauge',
    'Whether the card reports: 1, or 0 once its newest reading is stale.',
    (card) => (card.up ? 1 : 0),
  ),
  ofCard(
    'fpga_hashrate_hashes_per_second',
    'gauge',
    'Hashrate as the miner states it, in hashes per second.',
    (card) => (card.up ? card.gauges.hashrate : null),
  ),
  ofCard('fpga_clock_hertz', 'gauge', 'Clock of the FPGA, in hertz.', (card) =>
    card.up ? card.gauges.clock : null,
  ),
  ofCard('fpga_temperature_celsius', 'gauge', 'Temperature of the FPGA, in degrees Celsius.', (card) =>
    card.up ? card.gauges.temperature : null,
  ),
  ofCard('fpga_core_voltage_volts', 'gauge', 'Core voltage (VCCINT), in volts.', (card) =>
    card.up ? card.gauges.coreVoltage : null,
  ),
  ofCard(
    'fpga_error_ratio',
    'gauge',
    'Hardware errors as the miner states them, as a ratio from 0 to 1.',
    (card) => (card.up ? card.gauges.errorRatio : null),
  ),
  ofCard(
    'fpga_solutions_total',
    'counter',
    'Solutions found by the card, the bad ones included.',
    (card) => card.totals.solutions,
  ),
  ofCard(
    'fpga_solutions_bad_total',
    'counter',
    'Solutions that the host found to be wrong (hardware errors).',
    (card) => card.totals.solutionsBad,
  ),
  ofCard(
    'fpga_shares_total',
    'counter',
    'Shares submitted to the pool, the rejected ones included.',
    (card) => card.totals.shares,
  ),
  ofCard(
    'fpga_shares_rejected_total',
    'counter',
    'Shares that the pool rejected.',
    (card) => card.totals.sharesRejected,
  ),
  define({
    name: 'fpga_share_failures_total',
    type: 'counter',
    help: 'Shares that failed, by reason; the card is empty where the miner does not name it.',
    labels: ['card', 'reason'],
    collect: ({ rig }) =>
      byCardOrNone(
        rig.cards.map((card) => [card.name, card.totals.failures]),
        rig.miners.map((miner) => miner.failures),
        failureReasons,
      ).map(({ card, key, value }) => ({ labels: { card, reason: key }, value })),
  }),
  ofMiner(
    'fpga_miner_shares_total',
    'counter',
    'Shares submitted, where a miner counts them for all its cards together.',
    (miner) => miner.shares?.total ?? null,
  ),
  ofMiner(
    'fpga_miner_shares_rejected_total',
    'counter',
    'Shares rejected by the pool, where a miner counts them for all its cards together.',
    (miner) => miner.shares?.rejected ?? null,
  ),
  ofCard(
    'fpga_last_reading_timestamp_seconds',
    'gauge',
    'When the newest reading of the card was taken, in Unix seconds.',
    (card) => Math.round(card.readAt * 1000) / 1000,
  ),
  define({
    name: 'fpga_events_total',
    type: 'counter',
    help: 'Events that the miner printed, by kind; the card is empty where they belong to no single one.',
    labels: ['card', 'kind'],
    collect: ({ rig }) =>
      byCardOrNone(
        rig.cards.map((card) => [card.name, card.events]),
        rig.miners.map((miner) => miner.events),
        eventKinds,
      ).map(({ card, key, value }) => ({ labels: { card, kind: key }, value })),
  }),
  ofMiner(
    'fpga_miner_up',
    'gauge',
    'Whether the miner prints: 1, or 0 once it is silent or gone.',
    (miner) => (miner.up ? 1 : 0),
  ),
  ofMiner(
    'fpga_miner_restarts_total',
    'counter',
    'Restarts of the miner program seen in its output.',
    (miner) => miner.restarts,
  ),
  define({
    name: 'fpga_tee_lines_total',
    type: 'counter',
    help: 'Lines read from the miners, by what was recognised in them.',
    labels: ['kind'],
    collect: ({ rig }) => lineKinds.map((kind) => ({ labels: { kind }, value: rig.lines[kind] })),
  }),
  ofTee('fpga_tee_bytes_total', 'counter', 'Bytes read from the miners.', ({ tee }) => tee.bytes),
  ofLog('fpga_tee_log_bytes_total', 'counter', 'Bytes written to the log.', (log) => log.written),
  ofLog(
    'fpga_tee_log_dropped_bytes_total',
    'counter',
    'Bytes that could not be written to the log and are lost.',
    (log) => log.dropped,
  ),
  ofLog('fpga_tee_log_errors_total', 'counter', 'Errors in writing the log.', (log) => log.errors),
  ofLog(
    'fpga_tee_log_queued_bytes',
    'gauge',
    'Bytes that wait to be written to the log.',
    (log) => log.queued,
  ),
  ofTee(
    'fpga_tee_terminal_lines_skipped_total',
    'counter',
    'Lines that the terminal was too slow to show; all of them are in the log.',
    ({ tee }) => tee.terminalLinesSkipped,
  ),
  define({
    name: 'fpga_tee_build_info',
    type: 'gauge',
    help: 'Version of fpga-tee, always 1.',
    labels: ['version'],
    collect: ({ tee }) => [{ labels: { version: tee.version }, value: 1 }],
  }),
];

export interface Metrics {
  readonly contentType: string;
  /** The page, all of it from one snapshot taken at the call. */
  render(): Promise<string>;
}

export function createMetrics(options: { snapshot: () => Snapshot; legacy: boolean }): Metrics {
  const registry = new Registry();
  let snapshot: Snapshot;
  const shared = new SharedLabels();
  const samples = (definition: MetricDefinition) => () => {
    const values: Rendered[] = [];
    for (const { labels, value } of definition.collect(snapshot)) {
      if (!Number.isFinite(value)) continue;
      values.push({ labels: noLabels, sharedLabels: shared.of(definition, labels), value });
    }
    return values;
  };
  for (const definition of options.legacy
    ? [...metricDefinitions, ...legacyMetricDefinitions]
    : metricDefinitions) {
    const { name, help, labels: labelNames } = definition;
    const Kind = definition.type === 'counter' ? CollectedCounter : CollectedGauge;
    new Kind({ name, help, labelNames, registers: [registry] }, samples(definition));
  }
  return {
    contentType: registry.contentType,
    async render() {
      snapshot = options.snapshot();
      // The registry asks every metric for its values before it waits for anything, so neither the next scrape's
      // snapshot nor the miner's next line can get in between.
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

type MetricType = MetricDefinition['type'];

function define<const Label extends string>(definition: MetricDefinition<Label>): MetricDefinition {
  return definition;
}

/** A metric of each card that has a value for it. */
function ofCard(name: string, type: MetricType, help: string, value: (card: CardSnapshot) => number | null) {
  return define({
    name,
    type,
    help,
    labels: ['card'],
    collect: ({ rig }) => present(rig.cards, ({ name: card }) => ({ card }), value),
  });
}

/** A metric of each miner that has a value for it. */
function ofMiner(
  name: string,
  type: MetricType,
  help: string,
  value: (miner: MinerSnapshot) => number | null,
) {
  return define({
    name,
    type,
    help,
    labels: ['source'],
    collect: ({ rig }) => present(rig.miners, ({ source }) => ({ source }), value),
  });
}

/** A metric of the tool itself. */
function ofTee(name: string, type: MetricType, help: string, value: (snapshot: Snapshot) => number) {
  return define({
    name,
    type,
    help,
    labels: [],
    collect: (snapshot) => [{ labels: {}, value: value(snapshot) }],
  });
}

/** A metric of the log, without a value when no log is written. */
function ofLog(name: string, type: MetricType, help: string, value: (log: LogSnapshot) => number) {
  return define({
    name,
    type,
    help,
    labels: [],
    collect: ({ tee }) => (tee.log === null ? [] : [{ labels: {}, value: value(tee.log) }]),
  });
}

function present<Item, Label extends string>(
  items: readonly Item[],
  labels: (item: Item) => Readonly<Record<Label, string>>,
  value: (item: Item) => number | null,
): Sample<Label>[] {
  const samples: Sample<Label>[] = [];
  for (const item of items) {
    const found = value(item);
    if (found !== null) samples.push({ labels: labels(item), value: found });
  }
  return samples;
}

type Counts<Key extends string> = Readonly<Partial<Record<Key, number>>> | null;

/** Counts of the cards by a key, and those that belong to no single card summed under an empty name. */
function byCardOrNone<Key extends string>(
  cards: readonly (readonly [card: string, counts: Counts<Key>])[],
  miners: readonly Counts<Key>[],
  keys: readonly Key[],
): { card: string; key: Key; value: number }[] {
  const found: { card: string; key: Key; value: number }[] = [];
  for (const [card, counts] of cards) {
    for (const key of keys) {
      const value = counts?.[key];
      if (value !== undefined) found.push({ card, key, value });
    }
  }
  for (const key of keys) {
    const values = miners.flatMap((counts) => counts?.[key] ?? []);
    if (values.length > 0) found.push({ card: '', key, value: values.reduce((sum, value) => sum + value) });
  }
  return found;
}
