import { render } from 'ink';
import { Guard } from './guard.tsx';
import { InkStdin, InkStdout } from './ink-streams.ts';
import { Panel } from './panel.tsx';
import { isSameRow, rowChange } from './row-change.ts';
import { type RowChange, ScreenRows, type Size } from './screen-rows.ts';
import { paint, type Row } from './span.ts';
import { textWidth } from './text-width.ts';

/*
 * Ink looks at the environment when it is imported: with CI set it draws its last frame only, so whoever imports this
 * file for a terminal removes `CI` and `CONTINUOUS_INTEGRATION` from process.env before. FORCE_COLOR and NO_COLOR do
 * not matter: the rows bring their own colours, and with `colour: false` there are none.
 */

// Together they make a frame appear at once. The cursor is visible between frames, so that it stays so whatever ends
// the process.
const frameStart = '\x1b[?2026h\x1b[?25l';
const frameEnd = '\x1b[?25h\x1b[?2026l';

/** What the rows are drawn on, and how. */
export interface InkAppOptions {
  /** Takes a frame, whole. */
  readonly write: (text: string) => void;
  readonly size: Size;
  readonly colour: boolean;
  /** Nothing but ASCII, and nothing that only newer terminals can do. */
  readonly ascii: boolean;
}

/**
 * The panel's rows as Ink draws them, whenever rows come or go; of rows that stand there already only the cells are
 * written that change. (Ink takes every frame apart into characters and puts it together again: that was most of what
 * the panel cost.) Everything is drawn within {@link frame}.
 */
export class InkApp {
  readonly #options: InkAppOptions;
  readonly #stdout: InkStdout;
  readonly #app: ReturnType<typeof render>;
  readonly #screen: ScreenRows;
  #size: Size;
  /** What is to be sent of the frame that is being drawn. */
  #frame = '';
  /** What Ink has drawn last; only while it draws. */
  #drawn: string | null = null;
  /** The rows as they stand. */
  #rows: readonly Row[] = [];
  #failure: { readonly error: unknown } | null = null;

  constructor(options: InkAppOptions) {
    this.#options = options;
    this.#size = options.size;
    this.#screen = new ScreenRows(!options.ascii);
    this.#stdout = new InkStdout(options.size.columns, (text) => {
      // Outside of our own frames Ink draws only when the process ends: the rows are there already.
      if (this.#drawn !== null) this.#drawn = text;
    });
    this.#app = render(null, {
      stdout: this.#stdout,
      stdin: new InkStdin(),
      stderr: this.#stdout,
      patchConsole: false,
      exitOnCtrlC: false,
      isScreenReaderEnabled: false,
      // It draws whenever it is told to, all that it was given, and leaves the cursor to us.
      debug: true,
    });
  }

  /**
   * Sends what is drawn in it as one frame.
   *
   * @throws what a component has thrown
   */
  frame(draw: () => void): void {
    try {
      draw();
    } finally {
      const text = this.#frame;
      this.#frame = '';
      if (text !== '') this.#options.write(frameStart + text + frameEnd);
    }
    if (this.#failure !== null) throw this.#failure.error;
  }

  draw(rows: readonly Row[]): void {
    const stood = this.#rows;
    const alike = stood.length === rows.length && rows.every(({ key }, place) => key === stood[place]?.key);
    const drawn = alike ? null : this.#drawnByInk(rows);
    if (this.#failure !== null) return;
    this.#rows = rows;
    this.#frame +=
      drawn === null ? this.#screen.change(this.#changesOf(stood, rows)) : this.#screen.replace(drawn);
  }

  /** Writes whole lines above the rows. */
  writeAbove(lines: readonly string[]): void {
    if (lines.length > 0) this.#frame += this.#screen.above(lines, this.#size);
  }

  /** Takes the rows away in a terminal that has another size now, for them to be drawn anew. */
  resize(size: Size): void {
    // A terminal breaks rows that are too wide now.
    const broken =
      size.columns < this.#size.columns ? rowsMadeByBreaking(this.#screen.rows, size.columns) : 0;
    this.#frame += this.#screen.erase(broken);
    this.#rows = [];
    this.#size = size;
    this.#stdout.columns = size.columns;
  }

  /** Takes the rows away; the next ones are drawn below whatever is there by then. */
  clear(): void {
    this.frame(() => {
      this.#frame += this.#screen.erase();
      this.#rows = [];
    });
  }

  /** Takes the rows away for good and writes a text in their place. */
  replace(text: () => string): void {
    this.frame(() => {
      this.#frame += this.#screen.erase();
      this.#app.unmount();
      this.#frame += text();
    });
  }

  /** Leaves the rows there, the cursor below them. */
  leave(): void {
    this.#app.unmount();
  }

  #drawnByInk(rows: readonly Row[]): readonly string[] {
    const { colour, ascii } = this.#options;
    this.#drawn = '';
    try {
      this.#app.rerender(
        <Guard onError={this.#onError}>
          <Panel rows={rows} colour={colour} ascii={ascii} />
        </Guard>,
      );
      return this.#drawn.split('\n');
    } finally {
      this.#drawn = null;
    }
  }

  #changesOf(before: readonly Row[], next: readonly Row[]): readonly RowChange[] {
    const { colour, ascii } = this.#options;
    return next.flatMap((row, place) => {
      const stood = before[place];
      return stood === undefined || isSameRow(stood, row)
        ? []
        : [{ place, row: paint(row.spans, colour, ascii), sent: rowChange(stood, row, { colour, ascii }) }];
    });
  }

  readonly #onError = (error: unknown): void => {
    this.#failure ??= { error };
  };
}

const colours = /\x1b\[[0-9:;]*m/g;

function rowsMadeByBreaking(rows: readonly string[], columns: number): number {
  return rows.reduce((sum, row) => {
    const width = textWidth(row.replace(colours, '').trimEnd());
    return sum + Math.max(0, Math.ceil(width / columns) - 1);
  }, 0);
}
