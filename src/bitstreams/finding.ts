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
  /**
   * The counts of a card's statistics, each as what is left of one piece's number without another's. Where none of them fell
   * and the next line is of the same shape, that tells all that this one does. `null` where that is not so.
   */
  readonly counts: readonly Count[] | null;
  /** True where no digit of the line may be another one. */
  readonly exactly: boolean;
  /** Whether it still holds; else a line must be looked at as if none like it had ever come. */
  readonly holds: () => boolean;
  /** What such a line says, while it holds; `null` where it must be looked at as if none like it had ever come. */
  readonly read: (pieces: Pieces) => readonly Reading[] | null;
}

/** The number of a piece, and the one to take off: of all and good ones come the bad ones. */
export type Count = readonly [piece: number, without: number | null];

const counts = ['solutions', 'shares'].flatMap((what) =>
  ['Good', 'Bad', 'Total', 'Stale'].map((kind) => what + kind),
);
/** The counts among the pieces that have these places. */
export function countsAt(of: (name: string) => number | undefined): readonly Count[] {
  const single = counts.flatMap((name) => of(name) ?? []).map((piece): Count => [piece, null]);
  const bad = ['solutions', 'shares'].flatMap((what): Count[] => {
    const [all, good] = [of(`${what}Total`), of(`${what}Good`)];
    return all === undefined || good === undefined ? [] : [[all, good]];
  });
  return [...single, ...bad];
}

/** The names of pieces that are numbers and name no card. */
export const numberNames: readonly string[] = [...gaugeNames, ...counts];
