import type { Output } from '../bytes/output.ts';
import { errorWords } from '../error-words.ts';
import { createSafeStream, type SafeStream } from '../lines/safe-stream.ts';
import { safeText } from '../lines/safe-text.ts';
import { boundsOfFrame, HeldLines } from '../panel/held-lines.ts';
import type { PanelHandle } from '../panel/mount.tsx';
import type { PanelSettings } from '../panel/settings.ts';
import { plural } from '../readings/format.ts';
import type { Snapshot } from '../rig/snapshot.ts';
import type { Timers } from '../time.ts';

/** Where the miner's output is shown: as it is, or with the panel below it. Nothing here throws or waits. */
export interface View {
  /** The miner's bytes, as they come. */
  bytes(chunk: Uint8Array): void;
  /** The same as text: in UTF-8, and without NULs. */
  text(chunk: Uint8Array): void;
  /** A line that has ended. */
  line(text: string): void;
  /** The panel goes away; the output goes on without it. */
  detach(): void;
  /** The panel is taken off the terminal, and drawn again below whatever is there by then. */
  clear(): void;
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

/**
 * The output as it comes, byte for byte.
 *
 * @param linesOnly several miners print: whole lines are shown, and nothing of what is not one yet
 */
export function plainView(output: Output, linesOnly = false): View {
  return {
    bytes(chunk) {
      if (!linesOnly) output.write(chunk);
    },
    text: () => {},
    line(text) {
      if (linesOnly) output.write(Buffer.from(`${text}\n`));
    },
    detach: () => {},
    clear: () => {},
    end: () => Promise.resolve(),
    showsWarnings: () => false,
  };
}

/** What the panel is drawn on and from. */
export interface PanelViewOptions {
  readonly output: Output;
  /** Several miners print: also without the panel whole lines are shown, and nothing of what is not one yet. */
  readonly linesOnly?: boolean;
  readonly size: TerminalSize;
  readonly colour: boolean;
  readonly timers: Timers;
  readonly bitstream: string;
  readonly staleAfter: number;
  readonly snapshot: () => Snapshot;
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

type MountPanel = typeof import('../panel/mount.tsx')['mountPanel'];

/**
 * The panel is loaded after the first bytes have gone their way, so that starting it delays nothing. Lines that come
 * before it is there are written at once, or kept for it when the terminal is slow; should it fail, now or later, the
 * output goes on as it comes, but for what would do more to the terminal than text and colours do.
 */
export function panelView(options: PanelViewOptions): View {
  const { output, size, timers, onProblem } = options;
  const early = new HeldLines();
  let earlySkipped = 0;
  let handle: PanelHandle | null = null;
  /** What goes on once there is no panel, or there will be none. */
  let plain: SafeStream | null = null;
  /** It went plain within a chunk, whose text was not given on: what is left of it is shown as lines. */
  let withinChunk = false;

  const takeEarly = (): readonly string[] => {
    const note =
      earlySkipped === 0 ? [] : [`… ${plural(earlySkipped, 'line')} not shown, ${options.whereLinesAre()}`];
    earlySkipped = 0;
    return [...note, ...early.take()];
  };

  /** From here on the text goes out as it comes, below what the panel has shown or, without one, what it would have. */
  const goPlain = (panelWasThere: boolean): void => {
    if (plain !== null) return;
    plain = createSafeStream(options);
    handle = null;
    options.onRowsLeft?.(size.rows);
    const lines = takeEarly().map((line) => `${safeText(line, options)}\n`);
    // The open line, which the panel has left there as it went: a sequence in it may still be open, too.
    const open = plain.push(Buffer.from(options.unterminated()));
    write([...lines, panelWasThere ? '' : open].join(''));
  };

  const write = (text: string): void => {
    if (text !== '') output.write(Buffer.from(text));
  };

  const mountWith = (mountPanel: MountPanel, lines: readonly string[]): PanelHandle =>
    mountPanel({
      screen: {
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
      },
      lines,
      snapshot: options.snapshot,
      unterminated: options.unterminated,
      colour: options.colour,
      timers,
      bitstream: options.bitstream,
      staleAfter: options.staleAfter,
      ...(options.settings === undefined ? {} : { settings: options.settings }),
      ...(options.onRowsLeft === undefined ? {} : { onRowsLeft: options.onRowsLeft }),
      onSkipped: options.onSkipped,
      whereLinesAre: options.whereLinesAre,
      onCrash(error) {
        goPlain(true);
        onProblem(`the panel failed (${errorWords(error)}); going on without it`);
      },
    });

  const mount = ({ mountPanel }: { readonly mountPanel: MountPanel }): void => {
    if (plain !== null) return;
    const lines = takeEarly();
    try {
      const mounted = mountWith(mountPanel, lines);
      // It may have failed with its first frame.
      if (plain === null) handle = mounted;
    } catch (error) {
      // It has shown none of them.
      for (const line of lines) early.push(line);
      throw error;
    }
  };

  const loaded = options
    .load()
    .then(mount)
    .catch((error: unknown) => {
      goPlain(false);
      onProblem(`the panel can't be shown (${errorWords(error)}); going on without it`);
    });

  const writeLine = (text: string): void => write(`${safeText(text, options)}\n`);

  const show = (text: string): void => {
    if (handle !== null) handle.lines([text]);
    else if (early.empty && output.waiting === 0) writeLine(text);
    else {
      early.push(text);
      const skipped = early.limit(boundsOfFrame);
      earlySkipped += skipped;
      if (skipped > 0) options.onSkipped(skipped);
    }
  };

  /** The rest of the chunk in which it went plain has been shown, but for the line that has no end yet. */
  const endChunk = (): void => {
    if (withinChunk && plain !== null) write(plain.push(Buffer.from(options.unterminated())));
    withinChunk = false;
  };

  return {
    bytes: () => {},
    text(chunk) {
      if (plain === null) return;
      endChunk();
      write(plain.push(chunk));
    },
    line(text) {
      if (plain !== null) {
        if (withinChunk || options.linesOnly === true) writeLine(text);
        return;
      }
      try {
        show(text);
      } catch (error) {
        // The panel has taken the line before anything could fail.
        const panelHasIt = handle !== null;
        handle?.detach();
        goPlain(panelHasIt);
        if (!panelHasIt) writeLine(text);
        withinChunk = options.linesOnly !== true;
        onProblem(`the panel failed (${errorWords(error)}); going on without it`);
      }
    },
    detach() {
      handle?.detach();
      goPlain(handle !== null);
    },
    clear: () => handle?.clear(),
    async end() {
      await loaded;
      await handle?.stop();
      endChunk();
      if (plain !== null) write(plain.end());
    },
    showsWarnings: () => plain === null,
  };
}
