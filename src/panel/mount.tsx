import { render } from 'ink';
import type { ReactNode } from 'react';
import stringWidth from 'string-width';
import { sanitiseLine } from '../lines/sanitise.ts';
import { plural } from '../readings/format.ts';
import type { Snapshot } from '../rig/snapshot.ts';
import type { Timers } from '../time.ts';
import { Guard, WriteAbove } from './guard.tsx';
import { boundsOfFrame, boundsWhenCongested, HeldLines } from './held-lines.ts';
import { InkStdin, InkStdout } from './ink-streams.ts';
import { Panel } from './panel.tsx';
import { type PanelProps, panelRows, rowsForMiner } from './rows.ts';
import type { Screen } from './screen.ts';
import { defaultSettings, type PanelSettings } from './settings.ts';
import { paint } from './span.ts';
import { TailRow } from './tail-row.ts';

/*
 * Ink looks at the environment when it is imported: with CI set it draws its last frame only, so whoever imports this
 * file for a terminal removes `CI` and `CONTINUOUS_INTEGRATION` from process.env before. FORCE_COLOR and NO_COLOR do
 * not matter: the rows bring their own colours, and with `colour: false` there are none.
 */

/** What the panel is drawn on and from, and whom it tells. */
export interface PanelOptions {
  readonly screen: Screen;
  /** Called for each frame; what it throws ends the panel, not the process. */
  /** Lines to begin with. */
  readonly lines?: readonly string[];
  readonly snapshot: () => Snapshot;
  /** The line that nothing has ended yet, as it is now; `''` when there is none. Asked for once per frame. */
  readonly unterminated: () => string;
  readonly colour: boolean;
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
  /** Told of lines that were given but will not be shown, as the terminal is too slow. */
  readonly onSkipped?: (lines: number) => void;
  /** Where the lines are that are not shown, in a few words; without it they are all in the log. */
  readonly whereLinesAre?: () => string;
  /**
   * Told once that the panel is gone for good. All lines given so far, and what there is of the next, have been
   * written; go on as a plain tee.
   */
  readonly onCrash?: (error: unknown) => void;
}

/** The panel, as its owner drives it. */
export interface PanelHandle {
  /** Complete lines as the miner printed them, without their ends. */
  lines(batch: readonly string[]): void;
  /** Writes what is left, draws the panel a last time and leaves it there, the cursor below it. */
  stop(): Promise<void>;
  /** Takes the panel away and leaves the cursor where the miner's output ends, for a plain tee to go on. */
  detach(): void;
  /** Takes the panel off the terminal; it is drawn again, below whatever is there by then, as soon as something is new. */
  clear(): void;
}

/** How long the end waits for a terminal that does not move, in seconds. */
const patience = 1;

// Together they make a frame appear at once. The cursor is visible between frames, so that it stays so whatever ends
// the process.
const frameStart = '\x1b[?2026h\x1b[?25l';
const frameEnd = '\x1b[?25h\x1b[?2026l';
const goUp = '\x1b[1A';
const eraseRowAndGoUp = `\x1b[2K${goUp}`;

/** Draws the miner's lines and the panel below them until it is stopped. */
export function mountPanel(options: PanelOptions): PanelHandle {
  const { screen, colour, timers, linesEvery = 0.1, panelEvery = 0.5 } = options;
  const { whereLinesAre = () => 'all in the log', settings = () => defaultSettings } = options;
  const framesPerPanel = Math.max(1, Math.round(panelEvery / linesEvery));

  let running = true;
  let drawing = false;
  /** What Ink has written of the frame that is being drawn. */
  let frame = '';
  /** Empty rows in place of those that Ink takes to be there still, so that it erases nothing else. */
  let placeholder = '';
  let size = sizeOf(screen);
  let resized = false;
  let frames = 0;
  let shownTail: string | null = null;
  let drawn: PanelProps | null = null;
  let failure: { readonly error: unknown } | null = null;
  let skipped = 0;
  /** What was told of the rows left, and of how many. */
  let told = { left: 0, rows: 0 };
  let writeAbove: (text: string) => void = () => {};
  const held = new HeldLines();
  const tail = new TailRow();

  const stdout = new InkStdout(size.columns, (text) => {
    // Outside of our own frames Ink writes only when the process ends; that must not be lost.
    if (drawing) frame += text;
    else screen.write(text);
  });

  const propsNow = (): PanelProps => ({
    snapshot: options.snapshot(),
    ...size,
    tail: tail.shown,
    colour,
    bitstream: options.bitstream ?? 'auto',
    staleAfter: options.staleAfter ?? 120,
    settings: settings(),
    held: held.count,
  });
  const onReady = (write: (text: string) => void): void => {
    writeAbove = write;
  };
  const onError = (error: unknown): void => {
    failure ??= { error };
  };
  const tree = (props: PanelProps): ReactNode => (
    <Guard onError={onError}>
      <WriteAbove onReady={onReady} />
      <Panel {...props} />
    </Guard>
  );

  /** Runs `draw` and sends what Ink wrote in it as one frame. */
  const asFrame = (draw: () => void): void => {
    drawing = true;
    try {
      draw();
    } finally {
      drawing = false;
      const text = frame;
      frame = '';
      if (text !== '') {
        screen.write(frameStart + placeholder + text + frameEnd);
        placeholder = '';
      }
    }
  };

  const skip = (lines: number): void => {
    if (lines === 0) return;
    skipped += lines;
    options.onSkipped?.(lines);
  };

  /** The lines held, made fit for the terminal, each with its end. */
  const takeLines = (): string => {
    const note = skipped === 0 ? [] : [dimmed(`… ${plural(skipped, 'line')} not shown, ${whereLinesAre()}`)];
    skipped = 0;
    const lines = [...note, ...held.take().map((line) => sanitiseLine(line, { colour }))];
    return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
  };
  const dimmed = (text: string): string => paint([{ text, style: { dim: true } }], colour);

  const draw = (panelDue: boolean): void => {
    asFrame(() => {
      // The first frame of all: before it there is nothing that lines could be written above.
      if (drawn === null) rerender();
      if (resized) adoptSize();
      const text = running && settings().paused ? '' : takeLines();
      if (text !== '') writeAbove(text);
      if (panelDue) rerender();
    });
    if (failure !== null) throw failure.error;
    tellRowsLeft();
  };

  const tellRowsLeft = (): void => {
    if (drawn === null || options.onRowsLeft === undefined) return;
    const left = rowsForMiner(panelRows(drawn), size.rows);
    if (left === told.left && size.rows === told.rows) return;
    told = { left, rows: size.rows };
    options.onRowsLeft(left);
  };

  const rerender = (): void => {
    drawn = propsNow();
    app.rerender(tree(drawn));
  };

  const adoptSize = (): void => {
    resized = false;
    const before = size;
    size = sizeOf(screen);
    if (drawn !== null && size.columns < before.columns) {
      // The terminal has broken the rows that are too wide now; Ink does not know of the rows that this made.
      const broken = panelRows(drawn).reduce((sum, { spans }) => {
        const width = stringWidth(paint(spans, false).trimEnd());
        return sum + Math.max(0, Math.ceil(width / size.columns) - 1);
      }, 0);
      frame += eraseRowAndGoUp.repeat(broken);
    }
    stdout.columns = size.columns;
    rerender();
    stdout.resize(size.columns);
  };

  /** Whatever goes wrong while drawing ends the panel and nothing else. */
  const guarded = (step: () => void): void => {
    if (!running) return;
    try {
      step();
    } catch (error) {
      takeDown();
      options.onCrash?.(error);
    }
  };

  const tick = (): void => {
    cancelTick = timers.after(linesEvery, tick);
    guarded(() => {
      // Nothing new for a terminal that has not taken the last frame: memory stays bounded, frames stay whole.
      if (screen.congested()) return;
      frames += 1;
      const { paused } = settings();
      if (!paused) tail.tick(options.unterminated());
      const tailChanged = tail.shown !== shownTail;
      const chosenAnew = settings() !== drawn?.settings;
      const panelDue = resized || tailChanged || chosenAnew || frames % framesPerPanel === 0;
      shownTail = tail.shown;
      if (panelDue || (!paused && (!held.empty || skipped > 0))) draw(panelDue);
    });
  };

  const onResize = (): void => {
    resized = true;
    guarded(() => {
      if (!screen.congested()) draw(true);
    });
  };

  const silence = (): void => {
    running = false;
    cancelTick();
    stopResize();
  };

  /** Removes the panel; the miner's unterminated line stays unterminated. */
  const takeDown = (): void => {
    if (!running) return;
    silence();
    try {
      asFrame(() => {
        app.clear();
        app.unmount();
        frame += takeLines() + sanitiseLine(options.unterminated(), { colour });
      });
    } catch {
      // Nothing more can be done for the view; the bytes go on.
    }
  };

  const finish = (): void => {
    // What is still open then stays so to the end: a line like any other.
    const last = options.unterminated();
    if (last !== '') held.push(last);
    tail.clear();
    try {
      draw(true);
      asFrame(() => app.unmount());
    } catch (error) {
      crash(error);
    }
  };

  /** As when drawing fails, though it has stopped already. */
  const crash = (error: unknown): void => {
    running = true;
    guarded(() => {
      throw error;
    });
  };

  const app = render(null, {
    stdout,
    stdin: new InkStdin(),
    stderr: stdout,
    patchConsole: false,
    exitOnCtrlC: false,
    isScreenReaderEnabled: false,
    // One frame of ours is one of Ink's: no timers of its own.
    maxFps: 0,
  });
  const give = (batch: readonly string[]): void => {
    for (const line of batch) held.push(line);
    skip(held.limit(screen.congested() ? boundsWhenCongested : boundsOfFrame));
  };

  const stopResize = screen.onResize(onResize);
  let cancelTick = timers.after(linesEvery, tick);
  try {
    give(options.lines ?? []);
    if (!screen.congested()) guarded(() => draw(true));
  } catch (error) {
    silence();
    // It never was there: what Ink writes at its end goes nowhere.
    drawing = true;
    app.unmount();
    throw error;
  }

  return {
    lines(batch) {
      if (running) give(batch);
    },
    async stop() {
      if (!running) return;
      silence();
      try {
        for (let waited = 0; screen.congested() && waited < patience; waited += linesEvery) {
          await new Promise<void>((resolve) => timers.after(linesEvery, resolve));
        }
        if (screen.congested()) skip(held.limit({ lines: 0, length: 0 }));
      } catch (error) {
        crash(error);
        return;
      }
      finish();
    },
    detach: takeDown,
    clear() {
      let rows = 0;
      guarded(() =>
        asFrame(() => {
          app.clear();
          rows = frame.split(goUp).length - 1;
        }),
      );
      placeholder = '\n'.repeat(rows);
    },
  };
}

/** The terminal's size; some (a serial line, a bare pseudo-terminal) say that they have none. */
function sizeOf({ columns, rows }: Screen): { readonly columns: number; readonly rows: number } {
  return { columns: columns > 0 ? columns : 80, rows: rows > 0 ? rows : 24 };
}
