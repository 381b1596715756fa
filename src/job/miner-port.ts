import type { BitstreamReader } from '../bitstreams/reader.ts';
import type { OutputPiece } from '../lines/cut.ts';
import { createFeed, type Feed } from '../rig/feed.ts';
import type { Miner } from '../rig/miner.ts';
import type { Warnings } from '../rig/warnings.ts';
import type { Clock, Timers } from '../time.ts';
import type { Guard } from './guard.ts';
import type { LogPort } from './logs.ts';
import type { Screen } from './screen.ts';

const newline = 0x0a;

/** Where one miner's output goes, besides the log that it may have of its own. */
export interface MinerPortOptions {
  readonly name: string;
  /** `null` for no log. */
  readonly log: LogPort | null;
  /** The log of all miners' lines; `null` for none. */
  readonly linesLog: LogPort | null;
  readonly screen: Pick<Screen, 'write' | 'shouldWait'>;
  readonly reader: BitstreamReader;
  readonly miner: Miner;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly warnings: Warnings;
  readonly guard: Guard;
  /** Takes each piece of the output as it was read. */
  readonly lookForBlocks: (chunk: Uint8Array) => void;
}

/** Where one of several files of a miner's output goes in. Nothing here throws or waits. */
export interface StreamPort {
  /** Into the log, onto the screen, and through the bitstream. */
  bytes(chunk: Uint8Array): void;
  /**
   * There will be no more of it.
   *
   * @param late a line that has no end is older than what was read since, and is not read
   */
  end(late: boolean): void;
}

/** Where one miner's output goes in: into the log, onto the screen, and through the bitstream. Nothing here throws or waits. */
export class MinerPort {
  readonly #options: MinerPortOptions;
  readonly #only: Feed;
  /** The feed whose open line is shown. */
  #newest: Feed;
  #bytes = 0;
  #runs = 0;
  #openLine = false;

  constructor(options: MinerPortOptions) {
    this.#options = options;
    this.#only = this.#openFeed();
    this.#newest = this.#only;
  }

  /** How many bytes have come so far. */
  get byteCount(): number {
    return this.#bytes;
  }

  /** The newest line, which has no newline yet; `''` when there is none. */
  unterminated(): string {
    return this.#newest.unterminated();
  }

  bytes(chunk: Uint8Array): void {
    this.#openLine = chunk[chunk.byteLength - 1] !== newline;
    this.#take(this.#only, chunk);
  }

  /** What comes now is another file or another run: a line that has no end has ended. */
  begin(): void {
    this.#options.guard('reading', 'reading the last line', () => this.#only.begin());
  }

  /** True while a flood of output should wait for the disk or for who reads stdout. */
  shouldWait(): boolean {
    const { log, linesLog, screen, guard } = this.#options;
    let wait = false;
    // Whoever can't tell is not waited for.
    guard('tool', 'asking whether to wait', () => {
      wait = [log, linesLog, screen].some((into) => into?.shouldWait() ?? false);
    });
    return wait;
  }

  /** A file of the miner's output begins whose bytes may come beside those of another one. */
  open(): StreamPort {
    const feed = this.#openFeed();
    this.#newest = feed;
    return { bytes: (chunk) => this.#take(feed, chunk), end: (late) => this.#end(feed, late) };
  }

  /** There will be no more of it, unless it is {@link started} again. */
  end(): void {
    this.#end(this.#only, false);
    this.#options.miner.ended();
  }

  /** A new run begins, the first one too: it has its time before anything counts as stuck; a further one is a restart. */
  started(): void {
    this.#runs += 1;
    if (this.#runs === 1) this.#options.miner.started();
    else this.#options.guard('reading', 'counting a restart', () => this.#only.startedAgain());
  }

  /** A line of ours between those of the miner: into the log and onto the screen. For after its {@link end}. */
  note(words: string): void {
    const line = `[fpga-tee: ${words}]`;
    const written = Buffer.from(`${this.#openLine ? '\n' : ''}${line}\n`);
    this.#openLine = false;
    this.#options.log?.write(written);
    this.#show({ bytes: written, text: written.toString(), lines: [line] });
  }

  #openFeed(): Feed {
    const { name, linesLog, warnings, ...needed } = this.#options;
    return createFeed({
      ...needed,
      onProblem: (line) => warnings.raise('reading', line),
      onPiece: (piece) => {
        for (const line of piece.lines) linesLog?.write(Buffer.from(`${name}: ${line}\n`));
        this.#show(piece);
      },
    });
  }

  #show(piece: OutputPiece): void {
    const { name, screen, guard } = this.#options;
    guard('output', 'showing the output', () => screen.write(name, piece));
  }

  #take(feed: Feed, chunk: Uint8Array): void {
    const { log, guard, lookForBlocks } = this.#options;
    this.#bytes += chunk.byteLength;
    log?.write(chunk);
    guard('reading', 'reading the lines', () => feed.bytes(chunk));
    guard('tool', 'looking at the pieces', () => lookForBlocks(chunk));
  }

  #end(feed: Feed, late: boolean): void {
    this.#options.guard('reading', 'reading the last line', () => feed.end(late ? 'left' : 'read'));
  }
}
