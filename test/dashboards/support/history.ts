import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { bitstreams } from '../../../src/bitstreams/index.ts';
import { createReader } from '../../../src/bitstreams/reader.ts';
import { metricDefinitions } from '../../../src/metrics/definitions.ts';
import { createFeed } from '../../../src/rig/feed.ts';
import { NameGiver, noNames } from '../../../src/rig/names.ts';
import { Store } from '../../../src/rig/store.ts';
import type { SimulatedBitstream } from '../../../src/simulate/formats/names.ts';
import { createSession } from '../../../src/simulate/session.ts';
import { FakeTime } from '../../support/fake-time.ts';
import { aPool, aTee } from '../../support/snapshots.ts';

/** Seconds between two scrapes, and how long they went on. */
export const history = { interval: 30, seconds: 6 * 3600, from: FakeTime.epoch };

/** A rig, its miner, and when it falls silent for good. */
interface Rig {
  readonly instance: string;
  readonly bitstream: SimulatedBitstream;
  readonly cards: number;
  readonly stallAfter?: number;
}

/** One that counts shares by card, one that counts for all its cards, one that writes share lines, and one that stalls. */
export const rigs: readonly Rig[] = [
  { instance: 'rig1:9464', bitstream: 'rb4', cards: 2 },
  { instance: 'rig2:9464', bitstream: 'whitefire-table', cards: 3 },
  { instance: 'rig3:9464', bitstream: 'nimiq', cards: 1 },
  { instance: 'rig4:9464', bitstream: 'rb4', cards: 1, stallAfter: 4 * 3600 },
];

/** The label `job` of all of them. */
export const job = 'fpga';

const day = { staleAfter: 120, restartEvery: 7000 };

/**
 * Hours of all rigs as Prometheus would have scraped them, in the OpenMetrics text that promtool makes history of. The
 * simulator prints, the program reads and its own metrics are collected; only what the pool says is made up.
 */
export function openMetrics(): string {
  const lines = new Lines();
  for (const rig of rigs) scrapeAll(rig, lines);
  return lines.text();
}

function scrapeAll({ instance, bitstream, cards, stallAfter }: Rig, lines: Lines): void {
  const time = new FakeTime();
  const store = new Store(time, day.staleAfter);
  const feed = createFeed({
    miner: store.addMiner('stdin', new NameGiver(noNames)),
    reader: createReader(bitstreams),
    clock: time,
    timers: time,
  });
  const session = createSession({
    bitstream,
    cards,
    seed: cards,
    rate: 1 / 20,
    restartEvery: day.restartEvery,
    stallAfter: stallAfter ?? null,
    colour: false,
    speedUp: 1,
  });
  let bytes = 0;
  for (let passed = 0; passed <= history.seconds; passed += history.interval) {
    const text = Buffer.from(session.step(history.interval));
    bytes += text.length;
    time.advance(history.interval);
    if (text.length > 0) feed.bytes(text);
    const at = history.from + passed;
    const from = { job, instance };
    const log = { path: 'hashrates.log', size: bytes, written: bytes, queued: 0, dropped: 0, errors: 0 };
    const pool = aPool({ lastShareAt: at - 40, lastSuccessAt: at - 10, shares: Math.floor(passed / 60) });
    const snapshot = {
      rig: store.snapshot(),
      alerts: [],
      events: [],
      tee: aTee({ bytes, log }),
      pools: [pool],
    };
    for (const { name, collect } of metricDefinitions) {
      for (const { labels, value } of collect(snapshot)) lines.add(name, { ...from, ...labels }, value, at);
    }
    lines.add('up', from, 1, at);
    for (const alert of alertNames())
      lines.add(
        'ALERTS',
        { ...from, alertname: alert, alertstate: 'firing', severity: 'warning', card: 'card1' },
        1,
        at,
      );
  }
}

let names: readonly string[] | undefined;

/** The alerts of all rule files. */
export function alertNames(): readonly string[] {
  names ??= readdirSync('dashboards/rules')
    .filter((file) => file.endsWith('.yml'))
    .flatMap(
      (file): { rules: { alert?: string }[] }[] =>
        parse(readFileSync(`dashboards/rules/${file}`, 'utf8')).groups,
    )
    .flatMap(({ rules }) => rules)
    .flatMap(({ alert }) => alert ?? []);
  return names;
}

/** The format wants all samples of a series together. */
class Lines {
  readonly #series = new Map<string, string[]>();

  add(name: string, labels: Readonly<Record<string, string>>, value: number, at: number): void {
    const list = Object.entries(labels).map(([label, text]) => `${label}="${text}"`);
    const series = `${name}{${list.join(',')}}`;
    const known = this.#series.get(series) ?? [];
    if (known.length === 0) this.#series.set(series, known);
    known.push(`${series} ${value} ${at}\n`);
  }

  text(): string {
    return `${[...this.#series.values()].map((lines) => lines.join('')).join('')}# EOF\n`;
  }
}
