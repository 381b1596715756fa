import type { BitstreamReader } from '../bitstreams/reader.ts';
import { efficiencyOf } from '../readings/efficiency.ts';
import { forGauges, type GaugeName, gaugeNames } from '../readings/gauges.ts';
import {
  type FailureReason,
  failureReasons,
  type LineKind,
  lineKindOf,
  type Reading,
  type StatsReading,
} from '../readings/reading.ts';
import { rounded } from '../readings/units.ts';
import type { Card } from '../rig/card.ts';
import type { CardSnapshot, RigSnapshot } from '../rig/snapshot.ts';
import { createShapes, type Shape } from './shapes.ts';

/** What one log holds, in SI units (H/s, Hz, °C, V, 0–1); `null` where unknown. The JSON of `fpga-tee check --json`. */
export interface LogSummary {
  readonly path: string;
  readonly bitstream: string | null;
  readonly lines: Readonly<Record<LineKind, number>>;
  readonly restarts: number;
  /** The newest that the miner prints for all its cards together, H/s. */
  readonly hashrate: number | null;
  /** The same, W. */
  readonly power: number | null;
  /** Only where the miner counts shares for all its cards together. */
  readonly shares: number | null;
  readonly sharesRejected: number | null;
  readonly sharesStale: number | null;
  /** Of its hashrate and power, hashes per joule. */
  readonly efficiency: number | null;
  /** `null` where the bitstream does not print them. */
  readonly shareFailures: Readonly<Record<FailureReason, number>> | null;
  readonly cards: readonly CardSummary[];
}

/** One card of a log: what its values were like, and its totals. */
export interface CardSummary extends Readonly<Record<GaugeName, Spread>> {
  readonly card: string;
  readonly dna: string | null;
  /** The miner's own number of it. */
  readonly index: number | null;
  readonly device: string | null;
  /** Stats lines of this card. */
  readonly readings: number;
  readonly solutions: number;
  readonly solutionsBad: number | null;
  readonly shares: number | null;
  readonly sharesRejected: number | null;
  readonly sharesStale: number | null;
  /** Of the newest hashrate and power, hashes per joule. */
  readonly efficiency: number | null;
}

/** The newest value and what all of them were like. */
export interface Spread {
  readonly last: number | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly mean: number | null;
}

/** Takes in what is read of a log, and sums it up at the end. */
export interface Summing {
  stats(card: Card, reading: StatsReading): void;
  read(text: () => string, reading: Reading | null): void;
  summary(path: string, rig: RigSnapshot, reader: BitstreamReader): LogSummary;
  /** The most frequent shapes of lines that nothing recognised. */
  unrecognised(most: number): readonly Shape[];
}

/** Sums up one log. */
export function createSumming(): Summing {
  const counters = new Map<string, CardCounter>();
  const shapes = createShapes();
  /** Those of lines that belong to formats of which there were no statistics so far: of any program perhaps. */
  let early: ReturnType<typeof createShapes> | null = createShapes();

  return {
    stats(card, { gauges, partial }) {
      early = null;
      const counter = counters.get(card.name) ?? newCounter();
      counters.set(card.name, counter);
      counter.readings += 1;
      for (const name of gaugeNames)
        if (partial !== true || gauges[name] !== null) counter.gauges[name].add(gauges[name]);
    },
    read(text, reading) {
      if (reading === null) shapes.add(text());
      if (lineKindOf(reading) !== 'other' || reading === null) early?.add(text());
    },
    summary(path, rig, reader) {
      const [miner] = rig.miners;
      const shares = miner?.process.shares ?? miner?.shares;
      return {
        path,
        bitstream: reader.bitstream?.name ?? null,
        lines: rig.lines,
        restarts: miner?.restarts ?? 0,
        hashrate: miner?.process.hashrate ?? null,
        power: miner?.process.power ?? null,
        shares: shares?.total ?? null,
        sharesRejected: shares?.rejected ?? null,
        sharesStale: miner?.process.shares?.stale ?? null,
        efficiency: efficiencyOf(miner?.process.hashrate ?? null, miner?.process.power ?? null),
        shareFailures: failuresOf(rig),
        cards: rig.cards.map((card) => cardSummary(card, counters.get(card.name) ?? newCounter())),
      };
    },
    unrecognised: (most) => (early ?? shapes).most(most),
  };
}

interface CardCounter {
  readings: number;
  readonly gauges: Readonly<Record<GaugeName, SpreadCounter>>;
}

function newCounter(): CardCounter {
  return { readings: 0, gauges: forGauges(() => new SpreadCounter()) };
}

function cardSummary({ name, dna, index, device, totals }: CardSnapshot, counter: CardCounter): CardSummary {
  const last = (gauge: GaugeName) => counter.gauges[gauge].spread().last;
  return {
    card: name,
    dna,
    index,
    device,
    readings: counter.readings,
    ...forGauges((gauge) => counter.gauges[gauge].spread()),
    solutions: totals.solutions,
    solutionsBad: totals.solutionsBad,
    shares: totals.shares,
    sharesRejected: totals.sharesRejected,
    sharesStale: totals.sharesStale ?? null,
    efficiency: efficiencyOf(last('hashrate'), last('power')),
  };
}

/** Failures of all cards and of the miner together. */
function failuresOf({ cards, miners }: RigSnapshot): Record<FailureReason, number> | null {
  const counted = [...cards.map(({ totals }) => totals.failures), ...miners.map(({ failures }) => failures)];
  const known = counted.filter((failures) => failures !== null);
  if (known.length === 0) return null;
  const sum = { stale: 0, difficulty: 0, other: 0 };
  for (const failures of known) for (const reason of failureReasons) sum[reason] += failures[reason];
  return sum;
}

class SpreadCounter {
  #last: number | null = null;
  #min: number | null = null;
  #max: number | null = null;
  #sum = 0;
  #count = 0;

  add(value: number | null): void {
    this.#last = value;
    if (value === null) return;
    this.#min = Math.min(this.#min ?? value, value);
    this.#max = Math.max(this.#max ?? value, value);
    this.#sum += value;
    this.#count += 1;
  }

  spread(): Spread {
    return {
      last: this.#last,
      min: this.#min,
      mean: this.#count === 0 ? null : rounded(this.#sum / this.#count),
      max: this.#max,
    };
  }
}
