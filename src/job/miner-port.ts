import type { BitstreamReader } from '../bitstreams/reader.ts';
import { type OutputPiece, pieceOf } from '../lines/cut.ts';
import { createFeed, type Feed } from '../rig/feed.ts';
import { FormatWatch, formatWords } from '../rig/format-watch.ts';
import { isTrouble } from '../rig/line-trouble.ts';
import type { Miner } from '../rig/miner.ts';
import type { Topic } from '../rig/warnings.ts';
import { warnOfBlocks } from './held-back.ts';
import type { MinerOptions, Shared } from './job-options.ts';
import type { LogPort } from './logs.ts';
import type { Screen } from './screen.ts';

const newline = 0x0a;
/** Bytes that are read at once: what is made of more lines would outlive its youth, which costs memory and time. */
const readAtOnce = 16 * 1024;

/** Where one miner's output goes. */
export interface MinerPortTargets {
  /** The miner's own log; `null` for none. */
  readonly log: LogPort | null;
  /** The log of all miners' lines; `null` for none. */
  readonly linesLog: LogPort | null;
  readonly screen: Pick<Screen, 'write' | 'shouldWait'>;
  readonly miner: Miner;
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
  readonly #shared: Shared;
  readonly #name: string;
  readonly #targets: MinerPortTargets;
  readonly #reader: BitstreamReader;
  readonly #format: FormatWatch;
  readonly #lookForBlocks: (chunk: Uint8Array) => void;
  readonly #only: Feed;
  /** The feed whose open line is shown. */
  #newest: Feed;
  #bytes = 0;
  /** The newest piece of output was shown. */
  #shown = true;
  #runs = 0;
  #openLine = false;

  constructor(shared: Shared, miner: MinerOptions, targets: MinerPortTargets) {
    const { name, candidates, ifHeldBack } = miner;
    const who = shared.options.several ? name : 'the miner';
    this.#shared = shared;
    this.#name = name;
    this.#targets = targets;
    this.#reader = shared.io.createReader(candidates, shared.io.clock);
    this.#lookForBlocks = ifHeldBack === undefined ? () => {} : warnOfBlocks(shared, name, who, ifHeldBack);
    this.#format = new FormatWatch(candidates, (problem) => {
      if (problem === null) shared.warnings.clear('input', `format ${name}`);
      else
        shared.warnings.raise(
          'input',
          formatWords(problem, who, miner.log?.path ?? '<log>'),
          `format ${name}`,
        );
    });
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
    this.#guard('reading', 'reading the last line', () => this.#only.begin());
  }

  /** True while a flood of output should wait for the disk or for who reads stdout. */
  shouldWait(): boolean {
    const { log, linesLog, screen } = this.#targets;
    let wait = false;
    // Whoever can't tell is not waited for.
    this.#guard('tool', 'asking whether to wait', () => {
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
    this.#targets.miner.ended();
  }

  /** A new run begins, the first one too: it has its time before anything counts as stuck; a further one is a restart. */
  started(): void {
    this.#runs += 1;
    if (this.#runs === 1) this.#targets.miner.started();
    else this.#guard('reading', 'counting a restart', () => this.#only.startedAgain());
  }

  /** A line of ours between those of the miner: into the log and onto the screen. For after its {@link end}. */
  note(words: string): void {
    const line = `[fpga-tee: ${words}]`;
    const written = Buffer.from(`${this.#openLine ? '\n' : ''}${line}\n`);
    this.#openLine = false;
    this.#targets.log?.write(written);
    this.#show({ ...pieceOf([line]), bytes: written, text: written.toString() });
  }

  #openFeed(): Feed {
    const { io, options, warnings } = this.#shared;
    const only = options.only ?? null;
    const { linesLog, miner } = this.#targets;
    return createFeed({
      miner,
      reader: this.#reader,
      clock: io.clock,
      timers: io.timers,
      onProblem: (line) => warnings.raise('reading', line),
      onRead: (text, reading) => this.#format.read(text, reading),
      onPiece: (piece) => {
        if (linesLog !== null)
          for (const { text } of piece.lines) linesLog.write(Buffer.from(`${this.#name}: ${text}\n`));
        if (only === null) this.#show(piece);
      },
      ...(only === 'trouble' && {
        onLine: (line, reading) => {
          if (isTrouble(line, reading)) this.#show(pieceOf([line]));
        },
      }),
    });
  }

  #show(piece: OutputPiece): void {
    this.#shown = true;
    this.#guard('output', 'showing the output', () => this.#targets.screen.write(this.#name, piece));
  }

  #take(feed: Feed, chunk: Uint8Array): void {
    this.#bytes += chunk.byteLength;
    this.#targets.log?.write(chunk);
    for (let from = 0; from < chunk.byteLength; from += readAtOnce)
      this.#read(feed, chunk.subarray(from, from + readAtOnce));
    this.#guard('tool', 'looking at the pieces', () => this.#lookForBlocks(chunk));
  }

  #read(feed: Feed, bytes: Uint8Array): void {
    // What is not to be shown is not missing.
    this.#shown = this.#shared.options.only === 'trouble';
    this.#guard('reading', 'reading the lines', () => feed.bytes(bytes));
    // It could not even be cut into lines: then without.
    if (!this.#shown) this.#show({ bytes, text: Buffer.from(bytes).toString(), lines: [] });
  }

  #end(feed: Feed, late: boolean): void {
    this.#guard('reading', 'reading the last line', () => feed.end(late ? 'left' : 'read'));
  }

  #guard(topic: Topic, what: string, step: () => void): void {
    this.#shared.warnings.guard(topic, what, step);
  }
}
