import type { BitstreamReader } from '../bitstreams/reader.ts';
import {
  type FailureReason,
  type GaugeName,
  gaugeNames,
  type LineKind,
  type Reading,
  type StatsReading,
} from '../readings/reading.ts';
import type { Card } from '../rig/card.ts';
import type { RigSnapshot } from '../rig/snapshot.ts';
import { createShapes, type Shape } from './shapes.ts';

/** What one log holds, in SI units (H/s, Hz, °C, V, 0–1); `null` where unknown. The JSON of `fpga-tee check --json`. */
export interface LogSummary {
  readonly path: string;
  readonly bitstream: string | null;
  readonly lines: Readonly<Record<LineKind, number>>;
  readonly restarts: number;
  /** Only where the miner counts shares for all its cards together. */
  readonly shares: number | null;
  readonly sharesRejected: number | null;
  /** `null` where the bitstream does not print them. */
  readonly shareFailures: Readonly<Record<FailureReason, number>> | null;
  readonly cards: readonly CardSummary[];
}

/** One card of a log: what its values were like, and its totals. */
export interface CardSummary extends Readonly<Record<GaugeName, Spread>> {
  readonly card: string;
  readonly dna: string | null;
  readonly device: string | null;
  /** Stats lines of this card. */
  readonly readings: number;
  readonly solutions: number;
  readonly solutionsBad: number | null;
  readonly shares: number | null;
  readonly sharesRejected: number | null;
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
  read(text: string, reading: Reading | null): void;
  summary(path: string, rig: RigSnapshot, reader: BitstreamReader): LogSummary;
  /** The most frequent shapes of lines that nothing recognised. */
  unrecognised(most: number): readonly Shape[];
}

/** Sums up one log. */
export function createSumming(): Summing {
  const spreads = new Map<string, { readings: number; readonly gauges: Record<GaugeName, SpreadCounter> }>();
  const shapes = createShapes();

  return {
    stats(card, reading) {
      let spread = spreads.get(card.name);
      if (spread === undefined) {
        spread = { readings: 0, gauges: emptySpreads() };
        spreads.set(card.name, spread);
      }
      spread.readings += 1;
      for (const name of gaugeNames) spread.gauges[name].add(reading.gauges[name]);
    },
    read(text, reading) {
      if (reading === null) shapes.add(text);
    },
    summary(path, rig, reader) {
      const [miner] = rig.miners;
      return {
        path,
        bitstream: reader.bitstream?.name ?? null,
        lines: rig.lines,
        restarts: miner?.restarts ?? 0,
        shares: miner?.shares?.total ?? null,
        sharesRejected: miner?.shares?.rejected ?? null,
        shareFailures: failuresOf(rig),
        cards: rig.cards.map((card) => {
          const spread = spreads.get(card.name);
          const gauges = spread?.gauges ?? emptySpreads();
          return {
            card: card.name,
            dna: card.dna,
            device: card.device,
            readings: spread?.readings ?? 0,
            hashrate: gauges.hashrate.spread(),
            clock: gauges.clock.spread(),
            temperature: gauges.temperature.spread(),
            coreVoltage: gauges.coreVoltage.spread(),
            errorRatio: gauges.errorRatio.spread(),
            solutions: card.totals.solutions,
            solutionsBad: card.totals.solutionsBad,
            shares: card.totals.shares,
            sharesRejected: card.totals.sharesRejected,
          };
        }),
      };
    },
    unrecognised: (most) => shapes.most(most),
  };
}

function emptySpreads(): Record<GaugeName, SpreadCounter> {
  return {
    hashrate: new SpreadCounter(),
    clock: new SpreadCounter(),
    temperature: new SpreadCounter(),
    coreVoltage: new SpreadCounter(),
    errorRatio: new SpreadCounter(),
  };
}

/** Failures of all cards and of the miner together. */
function failuresOf(rig: RigSnapshot): Record<FailureReason, number> | null {
  const counted = [
    ...rig.cards.map((card) => card.totals.failures),
    ...rig.miners.map((miner) => miner.failures),
  ];
  const known = counted.filter((failures) => failures !== null);
  if (known.length === 0) return null;
  const sum = { stale: 0, difficulty: 0, other: 0 };
  for (const failures of known) {
    sum.stale += failures.stale;
    sum.difficulty += failures.difficulty;
    sum.other += failures.other;
  }
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
      mean: this.#count === 0 ? null : this.#sum / this.#count,
      max: this.#max,
    };
  }
}
