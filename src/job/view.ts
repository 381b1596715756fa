import type { Output } from '../bytes/output.ts';
import { errorWords } from '../error-words.ts';
import type { OutputPiece } from '../lines/cut.ts';
import { createSafeStream, type SafeStream } from '../lines/safe-stream.ts';
import { safeText } from '../lines/safe-text.ts';
import { boundsOfFrame, HeldLines } from '../panel/held-lines.ts';
import type { MountedPanel } from '../panel/mount.tsx';
import type { PanelOptions } from '../panel/panel-options.ts';
import type { Screen } from '../panel/screen.ts';
import type { PanelSettings } from '../panel/settings.ts';
import type { SeriesOf } from '../rig/history.ts';
import type { Snapshot } from '../rig/snapshot.ts';
import type { Clock, Timers } from '../time.ts';

/** Where the miner's output is shown: as it is, or with the panel below it. Nothing here throws or waits. */
export interface View {
  /** A piece of the miner's output, of several miners only whole lines. */
  show(piece: OutputPiece): void;
  /** The panel goes away; the output goes on without it. */
  detach(): void;
  /** The panel comes back, where there was one. */
  attach(): void;
  /** The panel is taken off the terminal, and drawn again below whatever is there by then. */
  clear(): void;
  /** What a person has chosen is another thing now. */
  settingsChanged(): void;
  /** Everything is shown, and the last panel stays. */
  end(): Promise<void>;
  /** True while a warning is seen here; else it must be said elsewhere. */
  showsWarnings(): boolean;
}

/** The size of the terminal, and word of its changes. */
export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
  on(event: 'resize', listener: () => void): unknown;
  off(event: 'resize', listener: () => void): unknown;
}

/** The output as it comes, byte for byte. */
export function plainView(output: Output): View {
  return {
    show({ bytes }) {
      if (bytes.byteLength > 0) output.write(bytes);
    },
    detach: () => {},
    attach: () => {},
    clear: () => {},
    settingsChanged: () => {},
    end: () => Promise.resolve(),
    showsWarnings: () => false,
  };
}

/** What the panel is drawn on and from. */
export interface PanelViewOptions {
  readonly output: Output;
  readonly size: TerminalSize;
  readonly colour: boolean;
  /** The terminal shows nothing but ASCII. */
  readonly ascii?: boolean;
  readonly clock: Pick<Clock, 'monotonic'>;
  readonly timers: Timers;
  readonly bitstream: string;
  readonly staleAfter: number;
  /** With trends of so many points. */
  readonly snapshot: (points: number) => Snapshot;
  readonly series?: SeriesOf;
  readonly settings?: (() => PanelSettings) | undefined;
  /** Told of the rows that are left for the miner's lines, whenever they change: all of them without the panel. */
  readonly onRowsLeft?: ((rows: number) => void) | undefined;
  /** The newest line, which has no newline yet. */
  readonly unterminated: () => string;
  readonly onSkipped: (lines: number) => void;
  /** Where the lines are that are not shown, in a few words: `all in the log`. */
  readonly whereLinesAre: () => string;
  /** The panel failed: one line. */
  readonly onProblem: (line: string) => void;
  /** Loads the panel, once the first bytes have gone their way. */
  readonly load: () => Promise<{ readonly mountPanel: MountPanel }>;
}

/** What is done with the panel once it is there. */
type Panel = Pick<MountedPanel, 'lines' | 'detach' | 'clear' | 'settingsChanged' | 'stop'>;
/** Puts it onto the terminal. */
export type MountPanel = (options: PanelOptions) => Panel;

/** The output with the panel below it. */
export function panelView(options: PanelViewOptions): View {
  return new PanelView(options);
}

/**
 * The panel is loaded after the first bytes have gone their way, so that starting it delays nothing. Lines that come
 * before it is there are written at once, or kept for it when the terminal is slow; should it fail, now or later, the
 * output goes on as it comes, but for what would do more to the terminal than text and colours do.
 */
class PanelView implements View {
  readonly #options: PanelViewOptions;
  #loaded: Promise<void>;
  /** Lines that wait for a slow terminal, or for the panel. */
  readonly #held: HeldLines;
  #panel: Panel | null = null;
  /** What goes on once there is no panel, or there will be none. */
  #plain: SafeStream | null = null;

  constructor(options: PanelViewOptions) {
    this.#options = options;
    this.#held = new HeldLines(options);
    this.#loaded = this.#load();
  }

  show({ text, lines }: OutputPiece): void {
    if (this.#plain !== null) {
      this.#write(this.#plain.push(text));
      return;
    }
    const shown = lines.map((line) => line.text);
    try {
      this.#showLines(shown);
    } catch (error) {
      // The panel has taken the lines before anything could fail.
      const panelHasThem = this.#panel !== null;
      if (!panelHasThem) for (const line of shown) this.#held.push(line);
      this.#panel?.detach();
      this.#fail(panelHasThem, error);
    }
  }

  detach(): void {
    this.#panel?.detach();
    this.#goPlain(this.#panel !== null);
  }

  attach(): void {
    if (this.#plain === null) return;
    this.#write(this.#plain.end());
    // The open line is the panel's from now on.
    if (this.#options.unterminated() !== '') this.#write('\r\x1b[2K');
    this.#plain = null;
    this.#loaded = this.#load();
  }

  clear(): void {
    this.#panel?.clear();
  }

  settingsChanged(): void {
    this.#panel?.settingsChanged();
  }

  async end(): Promise<void> {
    await this.#loaded;
    await this.#panel?.stop();
    if (this.#plain !== null) this.#write(this.#plain.end());
  }

  showsWarnings(): boolean {
    return this.#plain === null;
  }

  #load(): Promise<void> {
    return this.#options
      .load()
      .then((panel) => this.#mount(panel))
      .catch((error: unknown) => {
        this.#goPlain(false);
        this.#options.onProblem(`the panel can't be shown (${errorWords(error)}); going on without it`);
      });
  }

  #mount({ mountPanel }: { readonly mountPanel: MountPanel }): void {
    if (this.#plain !== null || this.#panel !== null) return;
    const panel = mountPanel({
      ...this.#options,
      screen: screenOf(this.#options.output, this.#options.size),
      held: this.#held,
      onCrash: (error) => this.#fail(true, error),
    });
    // It may have failed with its first frame.
    if (this.#plain === null) this.#panel = panel;
  }

  #showLines(lines: readonly string[]): void {
    if (this.#panel !== null) this.#panel.lines(lines);
    else if (this.#held.empty && this.#options.output.waiting === 0) this.#write(this.#safe(lines));
    else {
      for (const line of lines) this.#held.push(line);
      this.#held.limit(boundsOfFrame);
    }
  }

  #fail(panelWasThere: boolean, error: unknown): void {
    this.#goPlain(panelWasThere);
    this.#options.onProblem(`the panel failed (${errorWords(error)}); going on without it`);
  }

  /** From here on the text goes out as it comes, below what the panel has shown or, without one, what it would have. */
  #goPlain(panelWasThere: boolean): void {
    if (this.#plain !== null) return;
    this.#plain = createSafeStream(this.#options);
    this.#panel = null;
    this.#options.onRowsLeft?.(this.#options.size.rows);
    // The open line, which the panel has left there as it went: a sequence in it may still be open, too.
    const open = this.#plain.push(this.#options.unterminated());
    this.#write(this.#safe(this.#held.take()) + (panelWasThere ? '' : open));
  }

  #safe(lines: readonly string[]): string {
    return lines.map((line) => `${safeText(line, this.#options)}\n`).join('');
  }

  #write(text: string): void {
    if (text !== '') this.#options.output.write(Buffer.from(text));
  }
}

function screenOf(output: Output, size: TerminalSize): Screen {
  return {
    get columns() {
      return size.columns;
    },
    get rows() {
      return size.rows;
    },
    write: (text) => output.write(Buffer.from(text)),
    congested: () => output.waiting > 0,
    onResize(listener) {
      size.on('resize', listener);
      return () => size.off('resize', listener);
    },
  };
}
