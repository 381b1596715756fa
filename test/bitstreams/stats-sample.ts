import { forGauges, type Gauges } from '../../src/readings/gauges.ts';
import type {
  CardId,
  PrintedHashrate,
  ShareCount,
  SolutionCount,
  StatsReading,
} from '../../src/readings/reading.ts';

/** What a sample's stats line must give; everything left out must come out as `null`. */
export function statsSample(
  given: Partial<CardId> &
    Partial<Gauges> & {
      readonly printed?: PrintedHashrate;
      readonly solutions?: SolutionCount;
      readonly shares?: ShareCount;
      readonly table?: number;
    },
): StatsReading {
  return {
    type: 'stats',
    card: { dna: given.dna ?? null, index: given.index ?? null, device: given.device ?? null },
    gauges: forGauges((name) => given[name] ?? null),
    printed: given.printed ?? null,
    solutions: given.solutions ?? null,
    shares: given.shares ?? null,
    table: given.table ?? null,
  };
}
