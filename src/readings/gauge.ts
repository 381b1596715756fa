import type { Limits } from './limits.ts';
import type { Range, Spelling } from './units.ts';

/**
 * All that any part of the program has to know of one quantity of a card. Its key in `gauges.ts` is its name in the
 * patterns and columns of bitstreams, in readings and in JSON.
 */
export interface Gauge {
  /** What people call it. */
  readonly words: string;
  /** Its title on the page. */
  readonly title: string;
  /** How miners spell its unit. */
  readonly spelling: Spelling;
  /**
   * The unit in which it is shown, so many powers of ten of the SI unit, and which is taken for granted where a miner
   * names none. `null` where each value has a prefix of its own: there the miner must name it.
   */
  readonly unit: { readonly name: string; readonly exponent: number } | null;
  /** Digits that are shown at the most: behind the point, and in all. */
  readonly digits: { readonly behindPoint: number; readonly inAll: number };
  /** What a working card can show, in SI units. Beyond it a number is a glitch of a sensor or of a line. */
  readonly plausible: Range;
  /** In SI units; `null` where no value is bad by itself. */
  readonly limits: Limits | null;
  /**
   * Its column in the panel. Where there is no room those with the lowest `keep` go first; `null` stays. `order` is how
   * the cards stand when they are sorted by it; `null` where they can't be.
   */
  readonly column: {
    readonly title: string;
    readonly width: number;
    readonly keep: number | null;
    readonly order: string | null;
  };
  readonly metric: { readonly name: string; readonly help: string };
  /** True for what few miners print: shown only where there is a value. */
  readonly seldom: boolean;
  /** The predecessor's metric, in the unit in which it is shown; `null` where it had none. */
  readonly legacy: { readonly name: string; readonly help: string } | null;
  /** On the dashboards: Grafana's name of the SI unit, and what the panels are called and say. */
  readonly grafana: { readonly unit: string; readonly title: string; readonly description: string };
  /** What a simulated card shows, unless its model says otherwise; `null` where it follows from what the card does. */
  readonly simulated: { readonly mean: number; readonly deviation: number } | null;
}
