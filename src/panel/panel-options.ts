import type { SeriesOf } from '../rig/history.ts';
import type { Snapshot } from '../rig/snapshot.ts';
import type { Clock, Timers } from '../time.ts';
import type { HeldLines } from './held-lines.ts';
import type { Screen } from './screen.ts';
import type { PanelSettings } from './settings.ts';

/** What the panel is drawn on and from, and whom it tells. */
export interface PanelOptions {
  readonly screen: Screen;
  /** The miner's lines that wait for the terminal; there may be some already. */
  readonly held: HeldLines;
  /** Called for each frame, with trends of so many points; what it throws ends the panel, not the process. */
  readonly snapshot: (points: number) => Snapshot;
  /** A card's quantity over time; without it there are no graphs. */
  readonly series?: SeriesOf | undefined;
  /** The line that nothing has ended yet, as it is now; `''` when there is none. Asked for once per frame. */
  readonly unterminated: () => string;
  readonly colour: boolean;
  /** The terminal shows nothing but ASCII. */
  readonly ascii?: boolean;
  readonly clock: Pick<Clock, 'monotonic'>;
  readonly timers: Timers;
  /** What is waited for before the first statistics: a bitstream's name or `auto`. */
  readonly bitstream?: string;
  /** Seconds after which a card is silent. */
  readonly staleAfter?: number;
  /** What a person has chosen; the same object as long as nothing was. */
  readonly settings?: (() => PanelSettings) | undefined;
  /** Told of the rows that are left for the miner's lines, whenever these or the terminal's rows change. */
  readonly onRowsLeft?: ((rows: number) => void) | undefined;
  /**
   * Told once that the panel is gone for good. All lines given so far, and what there is of the next, have been
   * written; go on as a plain tee.
   */
  readonly onCrash?: (error: unknown) => void;
}
