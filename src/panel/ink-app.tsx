import { render } from 'ink';
import stringWidth from 'string-width';
import { Guard, WriteAbove } from './guard.tsx';
import { InkStdin, InkStdout } from './ink-streams.ts';
import { Panel } from './panel.tsx';
import { paint, type Row } from './span.ts';

/*
 * Ink looks at the environment when it is imported: with CI set it draws its last frame only, so whoever imports this
 * file for a terminal removes `CI` and `CONTINUOUS_INTEGRATION` from process.env before. FORCE_COLOR and NO_COLOR do
 * not matter: the rows bring their own colours, and with `colour: false` there are none.
 */

// Together they make a frame appear at once. The cursor is visible between frames, so that it stays so whatever ends
// the process.
const frameStart = '\x1b[?2026h\x1b[?25l';
const frameEnd = '\x1b[?25h\x1b[?2026l';
const goUp = '\x1b[1A';
const eraseRowAndGoUp = `\x1b[2K${goUp}`;

/** What the rows are drawn on, and how. */
export interface InkAppOptions {
  /** Takes a frame, whole. */
  readonly write: (text: string) => void;
  readonly columns: number;
  readonly colour: boolean;
}

/** The panel's rows as Ink draws them. Everything is drawn within {@link frame}. */
export class InkApp {
  readonly #options: InkAppOptions;
  readonly #stdout: InkStdout;
  readonly #app: ReturnType<typeof render>;
  #drawing = false;
  /** What Ink has written of the frame that is being drawn. */
  #frame = '';
  /** Empty rows in place of those that Ink takes to be there still, so that it erases nothing else. */
  #placeholder = '';
  #rows: readonly Row[] = [];
  #failure: { readonly error: unknown } | null = null;
  #writeAbove: (text: string) => void = () => {};

  constructor(options: InkAppOptions) {
    this.#options = options;
    this.#stdout = new InkStdout(options.columns, (text) => {
      // Outside of our own frames Ink writes only when the process ends; that must not be lost.
      if (this.#drawing) this.#frame += text;
      else options.write(text);
    });
    this.#app = render(null, {
      stdout: this.#stdout,
      stdin: new InkStdin(),
      stderr: this.#stdout,
      patchConsole: false,
      exitOnCtrlC: false,
      isScreenReaderEnabled: false,
      // One frame of ours is one of Ink's: no timers of its own.
      maxFps: 0,
    });
  }

  /**
   * Sends what is drawn in it as one frame.
   *
   * @throws what a component has thrown
   */
  frame(draw: () => void): void {
    this.#drawing = true;
    try {
      draw();
    } finally {
      this.#drawing = false;
      const text = this.#frame;
      this.#frame = '';
      if (text !== '') {
        this.#options.write(frameStart + this.#placeholder + text + frameEnd);
        this.#placeholder = '';
      }
    }
    if (this.#failure !== null) throw this.#failure.error;
  }

  draw(rows: readonly Row[]): void {
    this.#rows = rows;
    this.#app.rerender(
      <Guard onError={this.#onError}>
        <WriteAbove onReady={this.#onReady} />
        <Panel rows={rows} colour={this.#options.colour} />
      </Guard>,
    );
  }

  /** Writes whole lines above the rows; before the first rows there is nothing that they could be written above. */
  writeAbove(lines: string): void {
    this.#writeAbove(lines);
  }

  /** Draws rows for a terminal that has another width now. */
  resize(columns: number, rows: readonly Row[]): void {
    // A terminal breaks rows that are too wide now; Ink does not know of the rows that this makes.
    const broken = columns < this.#stdout.columns ? rowsMadeByBreaking(this.#rows, columns) : 0;
    this.#frame += eraseRowAndGoUp.repeat(broken);
    this.#stdout.columns = columns;
    this.draw(rows);
    this.#stdout.resize(columns);
  }

  /** Takes the rows away; the next ones are drawn below whatever is there by then. */
  clear(): void {
    let rows = 0;
    this.frame(() => {
      this.#app.clear();
      rows = this.#frame.split(goUp).length - 1;
    });
    this.#placeholder = '\n'.repeat(rows);
  }

  /** Takes the rows away for good and writes a text in their place. */
  replace(text: () => string): void {
    this.frame(() => {
      this.#app.clear();
      this.#app.unmount();
      this.#frame += text();
    });
  }

  /** Leaves the rows there, the cursor below them. */
  leave(): void {
    this.frame(() => this.#app.unmount());
  }

  /** It never was there: what Ink writes at its end goes nowhere. */
  discard(): void {
    this.#drawing = true;
    this.#app.unmount();
  }

  readonly #onReady = (write: (text: string) => void): void => {
    this.#writeAbove = write;
  };

  readonly #onError = (error: unknown): void => {
    this.#failure ??= { error };
  };
}

function rowsMadeByBreaking(rows: readonly Row[], columns: number): number {
  return rows.reduce((sum, { spans }) => {
    const width = stringWidth(paint(spans, false).trimEnd());
    return sum + Math.max(0, Math.ceil(width / columns) - 1);
  }, 0);
}
