import { gaugeNames } from '../readings/gauges.ts';
import type { Reading } from '../readings/reading.ts';
import type { Pieces } from './fields.ts';

/** Where something stands in a line: its first character, and the first behind it. */
export type Bounds = readonly [from: number, to: number];

/** How a line was read: enough to read another one that differs from it only in digits. */
export interface Finding {
  /** By the numbers of the pieces. */
  readonly bounds: readonly (Bounds | undefined)[];
  /** Which of the pieces are numbers; of those that are text each character counts. */
  readonly numbers: readonly number[];
  /** True where no digit of the line may be another one. */
  readonly exactly: boolean;
  /** What such a line says; `null` where it must be looked at as if none like it had ever come. */
  readonly read: (pieces: Pieces) => readonly Reading[] | null;
}

const counts = ['solutions', 'shares'].flatMap((what) =>
  ['Good', 'Bad', 'Total', 'Stale'].map((kind) => what + kind),
);
/** The names of pieces that are numbers and name no card. */
export const numberNames: readonly string[] = [...gaugeNames, ...counts];
