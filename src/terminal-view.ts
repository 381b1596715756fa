import type { Snapshot } from './cards/snapshot.ts';
import { errorWords } from './error-words.ts';
import { plural } from './outputs/format.ts';
import { boundsOfFrame, HeldLines } from './outputs/panel/held-lines.ts';
import type { PanelHandle } from './outputs/panel/mount.tsx';
import type { Output } from './tee/output.ts';
import { safeText } from './tee/safe-text.ts';
import type { Timers } from './timers.ts';

/** Where the miner's output is shown: as it is, or with the panel below it. Nothing here throws or waits. */
export interface View {
  /** The miner's bytes, as they come. */
  bytes(chunk: Uint8Array): void;
  /** A line that has ended. */
  line(text: string): void;
  /** The panel goes away; the output goes on as it is. */
  detach(): void;
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
    bytes: (chunk) => output.write(chunk),
    line: () => {},
    detach: () => {},
    end: () => Promise.resolve(),
    showsWarnings: () => false,
  };
}

/** What the panel is drawn on and from. */
export interface PanelViewOptions {
  readonly output: Output;
  readonly size: TerminalSize;
  readonly colour: boolean;
  readonly timers: Timers;
  readonly bitstream: string;
  readonly staleAfter: number;
  readonly snapshot: () => Snapshot;
  /** The newest line, which has no newline yet. */
  readonly unterminated: () => string;
  readonly onSkipped: (lines: number) => void;
  /** The panel failed: one line. */
  readonly onProblem: (line: string) => void;
  /** When to load the panel: once the first bytes have gone their way. */
  readonly loadWhen: Promise<unknown>;
}

type MountPanel = typeof import('./outputs/panel/mount.tsx')['mountPanel'];

/**
 * The panel is loaded after the first bytes have gone their way, so that starting it delays nothing. Lines that come
 * before it is there are written at once, or kept for it when the terminal is slow; should it fail, now or later, the
 * output goes on as it comes.
 */
export function panelView(options: PanelViewOptions): View {
  const { output, size, timers, onProblem } = options;
  const early = new HeldLines();
  let earlySkipped = 0;
  let handle: PanelHandle | null = null;
  let plain = false;
  /** It went plain within a chunk, whose bytes were not given on: what is left of it is shown as lines. */
  let withinChunk = false;

  const takeEarly = (): readonly string[] => {
    const note = earlySkipped === 0 ? [] : [`… ${plural(earlySkipped, 'line')} not shown, all in the log`];
    earlySkipped = 0;
    return [...note, ...early.take()];
  };

  /** From here on bytes go out as they come, below what the panel has shown or, without one, what it would have. */
  const goPlain = (panelWasThere: boolean): void => {
    if (plain) return;
    plain = true;
    handle = null;
    const lines = takeEarly().map((line) => `${line}\n`);
    output.write(Buffer.from([...lines, panelWasThere ? '' : options.unterminated()].join('')));
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
      onSkipped: options.onSkipped,
      onCrash(error) {
        goPlain(true);
        onProblem(`the panel failed (${errorWords(error)}); going on without it`);
      },
    });

  const mount = ({ mountPanel }: { readonly mountPanel: MountPanel }): void => {
    if (plain) return;
    const lines = takeEarly();
    try {
      const mounted = mountWith(mountPanel, lines);
      // It may have failed with its first frame.
      if (!plain) handle = mounted;
    } catch (error) {
      // It has shown none of them.
      for (const line of lines) early.push(line);
      throw error;
    }
  };

  const loaded = options.loadWhen
    .then(() => import('./outputs/panel/mount.tsx'))
    .then(mount)
    .catch((error: unknown) => {
      goPlain(false);
      onProblem(`the panel can't be shown (${errorWords(error)}); going on without it`);
    });

  const writeLine = (text: string): void => output.write(Buffer.from(`${safeText(text, options)}\n`));

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
    if (withinChunk) output.write(Buffer.from(options.unterminated()));
    withinChunk = false;
  };

  return {
    bytes(chunk) {
      endChunk();
      if (plain) output.write(chunk);
    },
    line(text) {
      if (plain) {
        if (withinChunk) writeLine(text);
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
        withinChunk = true;
        onProblem(`the panel failed (${errorWords(error)}); going on without it`);
      }
    },
    detach() {
      handle?.detach();
      goPlain(handle !== null);
    },
    async end() {
      await loaded;
      await handle?.stop();
      endChunk();
    },
    showsWarnings: () => !plain,
  };
}
