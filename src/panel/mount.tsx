import { sanitiseLine } from '../lines/sanitise.ts';
import type { SeriesOf } from '../rig/history.ts';
import type { Snapshot } from '../rig/snapshot.ts';
import type { Timers } from '../time.ts';
import { boundsOfFrame, boundsWhenCongested, type HeldLines, mostLinesOfFrame } from './held-lines.ts';
import { InkApp } from './ink-app.tsx';
import { panelRows, rowsForMiner } from './rows.ts';
import type { Screen } from './screen.ts';
import type { Size } from './screen-rows.ts';
import { defaultSettings, type PanelSettings } from './settings.ts';
import type { Row } from './span.ts';
import { trendPoints } from './table.ts';
import { TailRow } from './tail-row.ts';

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
  readonly timers: Timers;
  /** What is waited for before the first statistics: a bitstream's name or `auto`. */
  readonly bitstream?: string;
  /** Seconds after which a card is silent. */
  readonly staleAfter?: number;
  /** What a person has chosen; the same object as long as nothing was. */
  readonly settings?: (() => PanelSettings) | undefined;
  /** Told of the rows that are left for the miner's lines, whenever these or the terminal's rows change. */
  readonly onRowsLeft?: ((rows: number) => void) | undefined;
  /** Seconds between two frames, and between two drawings of the panel when nothing else changed. */
  readonly linesEvery?: number;
  readonly panelEvery?: number;
  /**
   * Told once that the panel is gone for good. All lines given so far, and what there is of the next, have been
   * written; go on as a plain tee.
   */
  readonly onCrash?: (error: unknown) => void;
}

/** How long the end waits for a terminal that does not move, in seconds. */
const patience = 1;

/** Draws the miner's lines and the panel below them until it is stopped. */
export function mountPanel(options: PanelOptions): MountedPanel {
  return new MountedPanel(options);
}

/** The panel, as its owner drives it. */
export class MountedPanel {
  readonly #options: PanelOptions;
  readonly #screen: Screen;
  readonly #held: HeldLines;
  readonly #linesEvery: number;
  readonly #framesPerPanel: number;
  readonly #ink: InkApp;
  readonly #tail = new TailRow();
  #running = true;
  #size: Size;
  #resized = false;
  /** Points of the trends. */
  #points = 10;
  #frames = 0;
  /** The rows that are on the screen, and what they were made for. */
  #drawn: {
    readonly rows: readonly Row[];
    readonly tail: string | null;
    readonly settings: PanelSettings;
  } | null = null;
  /** What was told of the rows left, and of how many. */
  #told = { left: 0, rows: 0 };
  readonly #stopResize: () => void;
  #cancelTick: () => void;

  constructor(options: PanelOptions) {
    const { screen, timers, linesEvery = 0.1, panelEvery = 0.5 } = options;
    this.#options = options;
    this.#screen = screen;
    this.#held = options.held;
    this.#linesEvery = linesEvery;
    this.#framesPerPanel = Math.max(1, Math.round(panelEvery / linesEvery));
    this.#size = sizeOf(screen);
    const { colour, ascii = false } = options;
    this.#ink = new InkApp({ write: (text) => screen.write(text), size: this.#size, colour, ascii });
    this.#stopResize = screen.onResize(() => this.#onResize());
    this.#cancelTick = timers.after(linesEvery, () => this.#tick());
    try {
      this.#limit();
      if (!screen.congested()) this.#guarded(() => this.#draw(true));
    } catch (error) {
      this.#silence();
      this.#ink.leave();
      throw error;
    }
  }

  /** Complete lines as the miner printed them, without their ends. */
  lines(batch: readonly string[]): void {
    if (!this.#running) return;
    for (const line of batch) {
      this.#held.push(line);
      if (this.#held.count > mostLinesOfFrame) this.#flush();
    }
    this.#limit();
  }

  /** Writes what is left, draws the panel a last time and leaves it there, the cursor below it. */
  async stop(): Promise<void> {
    if (!this.#running) return;
    this.#silence();
    try {
      for (let waited = 0; this.#screen.congested() && waited < patience; waited += this.#linesEvery) {
        await new Promise<void>((resolve) => this.#options.timers.after(this.#linesEvery, resolve));
      }
      if (this.#screen.congested()) this.#held.limit({ lines: 0, length: 0 });
      // What is still open now stays so to the end: a line like any other.
      const last = this.#options.unterminated();
      if (last !== '') this.#held.push(last);
      this.#tail.clear();
      this.#draw(true);
      this.#ink.leave();
    } catch (error) {
      this.#crash(error);
    }
  }

  /** Takes the panel away and leaves the cursor where the miner's output ends, for a plain tee to go on. */
  detach(): void {
    if (!this.#running) return;
    this.#silence();
    try {
      // The miner's unterminated line stays unterminated.
      this.#ink.replace(() => [...this.#takeLines(), this.#safe(this.#options.unterminated())].join('\n'));
    } catch {
      // Nothing more can be done for the view; the bytes go on.
    }
  }

  /** Takes the panel off the terminal; it is drawn again, below whatever is there by then, as soon as something is new. */
  clear(): void {
    this.#guarded(() => this.#ink.clear());
  }

  #settings(): PanelSettings {
    return this.#options.settings?.() ?? defaultSettings;
  }

  #limit(): void {
    this.#held.limit(this.#screen.congested() ? boundsWhenCongested : boundsOfFrame);
  }

  #tick(): void {
    this.#cancelTick = this.#options.timers.after(this.#linesEvery, () => this.#tick());
    this.#guarded(() => {
      // Nothing new for a terminal that has not taken the last frame: memory stays bounded, frames stay whole.
      if (this.#screen.congested()) return;
      this.#frames += 1;
      const settings = this.#settings();
      if (!settings.paused) this.#tail.tick(this.#options.unterminated());
      const panelDue =
        this.#resized ||
        this.#tail.shown !== (this.#drawn?.tail ?? null) ||
        settings !== this.#drawn?.settings ||
        this.#frames % this.#framesPerPanel === 0;
      if (panelDue || (!settings.paused && !this.#held.empty)) this.#draw(panelDue);
    });
  }

  #onResize(): void {
    this.#resized = true;
    this.#guarded(() => {
      if (!this.#screen.congested()) this.#draw(true);
    });
  }

  /** More lines than a frame is to hold: one goes out at once, where the terminal takes it. */
  #flush(): void {
    this.#guarded(() => {
      if (this.#settings().paused || this.#screen.congested()) this.#limit();
      else this.#draw(false);
    });
  }

  #draw(panelDue: boolean): void {
    this.#ink.frame(() => {
      if (this.#resized) this.#size = sizeOf(this.#screen);
      if (this.#resized) this.#ink.resize(this.#size);
      const drawnAnew = this.#resized || this.#drawn === null;
      this.#resized = false;
      if (!this.#running || !this.#settings().paused) this.#ink.writeAbove(this.#takeLines());
      if (panelDue || drawnAnew) this.#ink.draw(this.#newRows());
    });
    this.#tellRowsLeft();
  }

  #newRows(): readonly Row[] {
    const { bitstream = 'auto', staleAfter = 120, colour, ascii = false, snapshot } = this.#options;
    const settings = this.#settings();
    const tail = this.#tail.shown;
    let shown = snapshot(this.#points);
    const points = trendPoints(shown.rig, settings, this.#size.columns);
    // The trend has as many points as it has columns, so that its time is the one that is said.
    if (points !== this.#points) shown = snapshot(points);
    this.#points = points;
    const rows = panelRows({
      snapshot: shown,
      series: this.#options.series,
      ...this.#size,
      tail,
      colour,
      ascii,
      bitstream,
      staleAfter,
      settings,
      held: this.#held.count,
    });
    this.#drawn = { rows, tail, settings };
    return rows;
  }

  #tellRowsLeft(): void {
    const { onRowsLeft } = this.#options;
    if (this.#drawn === null || onRowsLeft === undefined) return;
    const { rows } = this.#size;
    const left = rowsForMiner(this.#drawn.rows, rows);
    if (left === this.#told.left && rows === this.#told.rows) return;
    this.#told = { left, rows };
    onRowsLeft(left);
  }

  /** The lines held, made fit for the terminal. */
  #takeLines(): readonly string[] {
    return this.#held.take().map((line) => this.#safe(line));
  }

  #safe(line: string): string {
    return sanitiseLine(line, this.#options);
  }

  /** Whatever goes wrong while drawing ends the panel and nothing else. */
  #guarded(step: () => void): void {
    if (!this.#running) return;
    try {
      step();
    } catch (error) {
      this.#crash(error);
    }
  }

  /** Takes the panel down, also when it has stopped already. */
  #crash(error: unknown): void {
    this.#running = true;
    this.detach();
    this.#options.onCrash?.(error);
  }

  #silence(): void {
    this.#running = false;
    this.#cancelTick();
    this.#stopResize();
  }
}

/** The terminal's size; some (a serial line, a bare pseudo-terminal) say that they have none. */
function sizeOf({ columns, rows }: Size): Size {
  return { columns: columns > 0 ? columns : 80, rows: rows > 0 ? rows : 24 };
}
