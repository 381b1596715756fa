import { sanitiseLine } from '../lines/sanitise.ts';
import { boundsOfFrame, boundsWhenCongested, type HeldLines, mostLinesOfFrame } from './held-lines.ts';
import { InkApp } from './ink-app.tsx';
import type { PanelOptions } from './panel-options.ts';
import { panelRows, rowsForMiner } from './rows.ts';
import type { Screen } from './screen.ts';
import type { Size } from './screen-rows.ts';
import { defaultSettings, type PanelSettings } from './settings.ts';
import type { Row } from './span.ts';
import { trendPoints } from './table.ts';
import { TailRow } from './tail-row.ts';

/** How long the end waits for a terminal that does not move, in seconds. */
const patience = 1;
/** Seconds that lines wait for those that come with them. */
const together = 0.1;
/** Seconds between two frames while lines keep coming. */
const framesApart = 0.25;
/** Seconds between two drawings of the rows while something comes, and while only their ages change. */
const rowsApart = 0.5;
const agesApart = 1;
/** What timers and clocks may differ by. */
const aMoment = 0.01;

/** Draws the miner's lines and the panel below them until it is stopped. */
export function mountPanel(options: PanelOptions): MountedPanel {
  return new MountedPanel(options);
}

/** The panel, as its owner drives it. */
export class MountedPanel {
  readonly #options: PanelOptions;
  readonly #screen: Screen;
  readonly #held: HeldLines;
  readonly #ink: InkApp;
  readonly #tail = new TailRow();
  #running = true;
  #size: Size;
  #resized = false;
  /** Points of the trends. */
  #points = 10;
  /** When the next frame comes, on the monotonic clock. */
  #nextAt = Number.POSITIVE_INFINITY;
  /** When the last one came, and the last with rows. */
  #frameAt = Number.NEGATIVE_INFINITY;
  #rowsAt = Number.NEGATIVE_INFINITY;
  /** Something came that the rows do not tell of yet. */
  #news = false;
  /** The rows that are on the screen, and what they were made for. */
  #drawn: {
    readonly rows: readonly Row[];
    readonly tail: string | null;
    readonly settings: PanelSettings;
  } | null = null;
  /** What was told of the rows left, and of how many. */
  #told = { left: 0, rows: 0 };
  readonly #stopResize: () => void;
  #cancelFrame = (): void => {};

  constructor(options: PanelOptions) {
    const { screen } = options;
    this.#options = options;
    this.#screen = screen;
    this.#held = options.held;
    this.#size = sizeOf(screen);
    const { colour, ascii = false } = options;
    this.#ink = new InkApp({ write: (text) => screen.write(text), size: this.#size, colour, ascii });
    this.#stopResize = screen.onResize(() => this.#onResize());
    try {
      this.#limit();
      if (!screen.congested()) this.#guarded(() => this.#draw(true));
      this.#frameBy(this.#now() + together);
    } catch (error) {
      this.#silence();
      this.#ink.leave();
      throw error;
    }
  }

  /**
   * Something came.
   *
   * @param batch complete lines as the miner printed them, without their ends; none where the newest one has only grown
   */
  lines(batch: readonly string[]): void {
    if (!this.#running) return;
    for (const line of batch) {
      this.#held.push(line);
      if (this.#held.count > mostLinesOfFrame) this.#flush();
    }
    this.#limit();
    this.#news = true;
    // A frame that comes by then takes this with it.
    if (this.#nextAt > this.#frameAt + framesApart)
      this.#frameBy(Math.max(this.#now() + together, this.#frameAt + framesApart));
  }

  /** A person has chosen something else. */
  settingsChanged(): void {
    this.#frameBy(this.#now() + together);
  }

  /** Writes what is left, draws the panel a last time and leaves it there, the cursor below it. */
  async stop(): Promise<void> {
    if (!this.#running) return;
    this.#silence();
    try {
      for (let waited = 0; this.#screen.congested() && waited < patience; waited += together) {
        await new Promise<void>((resolve) => this.#options.timers.after(together, resolve));
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

  #now(): number {
    return this.#options.clock.monotonic();
  }

  /** A frame comes at that time, if none does before. */
  #frameBy(at: number): void {
    if (this.#nextAt <= at || !this.#running) return;
    this.#cancelFrame();
    this.#nextAt = at;
    this.#cancelFrame = this.#options.timers.after(Math.max(0, at - this.#now()), () => {
      this.#nextAt = Number.POSITIVE_INFINITY;
      this.#tick();
    });
  }

  #tick(): void {
    this.#guarded(() => {
      // Nothing new for a terminal that has not taken the last frame: memory stays bounded, frames stay whole.
      if (this.#screen.congested()) {
        this.#frameBy(this.#now() + together);
        return;
      }
      const settings = this.#settings();
      const newest = settings.paused ? null : this.#options.unterminated();
      if (newest !== null) this.#tail.tick(newest);
      const rowsDue =
        this.#resized ||
        this.#now() >= this.#rowsDueAt() - aMoment ||
        this.#tail.shown !== (this.#drawn?.tail ?? null) ||
        settings !== this.#drawn?.settings;
      if (rowsDue || (!settings.paused && !this.#held.empty)) this.#draw(rowsDue);
      // Whether it stands still is seen in the next frame.
      if (newest !== null && newest !== (this.#tail.shown ?? '')) this.#frameBy(this.#now() + together);
      this.#frameBy(this.#rowsDueAt());
    });
  }

  #rowsDueAt(): number {
    return this.#rowsAt + (this.#news ? rowsApart : agesApart);
  }

  #onResize(): void {
    this.#resized = true;
    this.#guarded(() => {
      if (this.#screen.congested()) this.#frameBy(this.#now() + together);
      else this.#draw(true);
    });
  }

  /** More lines than a frame is to hold: one goes out at once, where the terminal takes it. */
  #flush(): void {
    this.#guarded(() => {
      if (this.#settings().paused || this.#screen.congested()) this.#limit();
      else this.#draw(false);
    });
  }

  #draw(rowsDue: boolean): void {
    this.#frameAt = this.#now();
    this.#ink.frame(() => {
      if (this.#resized) this.#size = sizeOf(this.#screen);
      if (this.#resized) this.#ink.resize(this.#size);
      const drawnAnew = this.#resized || this.#drawn === null;
      this.#resized = false;
      if (!this.#running || !this.#settings().paused) this.#ink.writeAbove(this.#takeLines());
      if (rowsDue || drawnAnew) this.#ink.draw(this.#newRows());
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
    this.#rowsAt = this.#frameAt;
    this.#news = false;
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
    this.#cancelFrame();
    this.#stopResize();
  }
}

/** The terminal's size; some (a serial line, a bare pseudo-terminal) say that they have none. */
function sizeOf({ columns, rows }: Size): Size {
  return { columns: columns > 0 ? columns : 80, rows: rows > 0 ? rows : 24 };
}
