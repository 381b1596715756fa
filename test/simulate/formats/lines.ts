import { forGauges } from '../../../src/readings/gauges.ts';
import type { ShareCount } from '../../../src/readings/reading.ts';
import type { CardState } from '../../../src/simulate/card.ts';
import type { Format, Surroundings } from '../../../src/simulate/formats/format.ts';
import { figuresOf } from '../../../src/simulate/formats/printf.ts';
import type { Happening } from '../../../src/simulate/happening.ts';

/** 2021-03-15 20:20:20 UTC on a plain terminal, one card. */
export const evening: Surroundings = { at: 1_615_839_620, colour: false, cards: 1 };

/** A card with known numbers. */
export function cardOf({
  coreVoltage = 0.85,
  ...changes
}: Partial<CardState> & { readonly coreVoltage?: number }): CardState {
  return {
    dna: '40020000013AE3213511111C',
    index: 0,
    device: 'VU35P',
    targetClock: 400e6,
    clock: 400e6,
    temperature: 45.3,
    warmth: 0,
    hashrate: 0,
    luck: 0,
    steady: { ...forGauges(() => 0), coreVoltage },
    solutions: 0,
    solutionsBad: 0,
    ...changes,
  };
}

/** The stats lines of the given cards. */
export function statsOf(
  format: Format,
  cards: readonly CardState[],
  surroundings: Surroundings = evening,
  shares: ShareCount = { total: 0, rejected: 0 },
): readonly string[] {
  const lines = cards.map((card) => ({ card, figures: figuresOf(card, format.precision), shares, queue: 3 }));
  return format.stats(lines, surroundings);
}

/** The lines that tell of something. */
export function told(format: Format, happening: Happening, surroundings: Surroundings = evening): string[] {
  return format.tell(happening, surroundings).map(({ text }) => text);
}
