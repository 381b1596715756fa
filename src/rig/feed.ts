import type { BitstreamReader, ReadLine } from '../bitstreams/reader.ts';
import { type Line, LineCutter, type OutputPiece } from '../lines/cut.ts';
import { withoutTimes } from '../lines/times.ts';
import { lineKindOf, type Reading, type StatsReading } from '../readings/reading.ts';
import { type Clock, type Moment, momentOf, type Timers } from '../time.ts';
import type { Card } from './card.ts';
import { GrowingPiece } from './growing-piece.ts';
import { LineShapes, ShapedLine } from './line-shapes.ts';
import type { Miner } from './miner.ts';
import { nothing, type Taken } from './miner-parts.ts';

const newline = 0x0a;
/** Seconds of quiet after which an unterminated line is taken for whole. */
const quietAfter = 0.25;

/** What a feed joins, and whom it tells. */
export interface FeedOptions {
  readonly miner: Miner;
  readonly reader: BitstreamReader;
  readonly clock: Clock;
  readonly timers: Timers;
  /** Reading a line failed, or came to nothing it should: told once a kind; the next lines are read as ever. */
  readonly onProblem?: (line: string) => void;
  /** Each piece of the output as it comes, for showing: before its lines are read. */
  readonly onPiece?: (piece: OutputPiece) => void;
  /** Every reading counts, also of a card's lines that come at one moment, of which the newest tells all. */
  readonly everyReading?: boolean;
  /** Each stats reading with its card. */
  readonly onStats?: (card: Card, reading: StatsReading) => void;
  /** Each line's text, for whom it is worth making, and what it gave: for reports about the format. */
  readonly onRead?: (text: () => string, reading: Reading | null) => void;
  /** Each line as it is shown and what it gave, also where reading it failed. */
  readonly onLine?: (line: string, reading: Reading | null) => void;
}

/** Joins lines, bitstream and store for one miner. */
export function createFeed(options: FeedOptions): Feed {
  return new Feed(options);
}

/** What was read of a line that has no end yet: only its numbers, which are totals and may be taken again. */
interface EarlyReading {
  readonly text: string;
  /** Its counts were not taken: they made sense only for a line that is cut off. */
  readonly unsure: boolean;
}

/**
 * One miner's output on its way from bytes to readings. Nothing here waits, and the byte path never waits for it. However
 * the output is cut, and wherever it pauses, it comes to the same.
 */
export class Feed {
  readonly #options: FeedOptions;
  #cutter = new LineCutter();
  readonly #shapes = new LineShapes();
  #early: EarlyReading | null = null;
  #quietTimer: (() => void) | null = null;
  #lastChunkAt = 0;
  #ended = false;
  /** The newest reading was a card's. */
  #cardKnown = false;

  constructor(options: FeedOptions) {
    this.#options = options;
  }

  bytes(chunk: Uint8Array): void {
    const at = momentOf(this.#options.clock);
    this.#options.miner.heard(at);
    this.#take(this.#cut(chunk), at);
    if (!this.#cutter.isOpen) return;
    this.#lastChunkAt = this.#options.clock.monotonic();
    this.#quietTimer ??= this.#waitForQuiet(quietAfter);
  }

  /** What comes now is another file or another run of the miner: a line without an end has ended. */
  begin(): void {
    this.#take(this.#cutter.end(), momentOf(this.#options.clock));
    this.#cutter = new LineCutter();
  }

  /** The newest line, which has no newline yet; `''` when there is none. */
  unterminated(): string {
    return this.#cutter.unterminated().text;
  }

  /**
   * The end of the output: the last line is read even without a newline.
   *
   * @param rest `left` for an unterminated line that is too old to be read
   */
  end(rest: 'read' | 'left' = 'read'): void {
    this.#quietTimer?.();
    this.#ended = true;
    if (rest === 'read') this.#take(this.#cutter.end(), momentOf(this.#options.clock));
  }

  /** After the end: the miner was started again, which counts as a restart. */
  startedAgain(): void {
    this.#cutter = new LineCutter();
    this.#quietTimer = null;
    this.#ended = false;
    this.#early = null;
    this.#options.miner.startedAgain();
    this.#options.reader.minerRestarted();
  }

  /** Lines of known shapes are found by their bytes, all others are cut as text. */
  #cut(chunk: Uint8Array): OutputPiece {
    const piece = new GrowingPiece(chunk);
    let from = 0;
    for (let at = 0; at < chunk.length; ) {
      const found = this.#shapes.lineAt(chunk, at);
      if (found !== null && from < at) {
        piece.add(this.#cutter.push(chunk.subarray(from, at)));
        from = at;
      }
      if (found !== null && this.#cutter.atLineStart) {
        piece.addLine(found);
        from = found.next;
        at = found.next;
      } else {
        const end = chunk.indexOf(newline, at);
        at = end === -1 ? chunk.length : end + 1;
      }
    }
    if (from < chunk.length) piece.add(this.#cutter.push(chunk.subarray(from)));
    return piece;
  }

  /** Whatever goes wrong with one line, the next is read, and the bytes go on anyway. */
  #take(piece: OutputPiece, at: Moment): void {
    this.#options.onPiece?.(piece);
    const { onLine } = this.#options;
    for (const [place, line] of piece.lines.entries()) {
      if (this.#isToldAgain(piece.lines, place)) {
        this.#options.miner.countLine('stats', this.#options.reader.alike([]));
        continue;
      }
      let found: Reading | null = null;
      try {
        found = this.#readLine(line, at);
      } catch (error) {
        this.#failed(error);
      }
      if (onLine !== undefined) onLine(line.text, found);
    }
  }

  /** Between two lines of a card that were or will be read, and told by the second; at one moment that is all the same. */
  #isToldAgain(lines: readonly Line[], place: number): boolean {
    const { everyReading = false } = this.#options;
    const [before, line, after] = [lines[place - 1], lines[place], lines[place + 1]];
    return (
      !everyReading &&
      this.#cardKnown &&
      line instanceof ShapedLine &&
      after instanceof ShapedLine &&
      line.follows(before) &&
      after.follows(line)
    );
  }

  #failed(error: unknown): void {
    this.#options.onProblem?.(`reading a line failed (${String(error)}); the log and the output go on`);
  }

  #readLine(line: Line, at: Moment): Reading | null {
    const early = this.#early;
    this.#early = null;
    const readings = line instanceof ShapedLine && early === null ? line.read() : null;
    if (readings !== null) {
      const known = this.#options.reader.alike(readings);
      return this.#takeLine(line, known, known, at, true);
    }
    const { plain, state } = line;
    const text = plain.trim();
    const read = state === 'mixed' ? notRead : this.#read(text, plain, state === 'whole');
    // At the end of the output a line without its newline may be cut off, but where it never has one.
    const whole = state === 'whole' && (!this.#ended || read.bitstream?.newlineFirst === true);
    const numbersTaken = early !== null && early.text === text && !early.unsure;
    if (whole) this.#learn(plain, text, read, line instanceof ShapedLine);
    return this.#takeLine(line, read, numbersTaken ? withoutNumbers(read) : read, at, whole);
  }

  /** @param rest what of it was not taken before the line had ended */
  #takeLine(line: Line, read: ReadLine, rest: ReadLine, at: Moment, whole: boolean): Reading | null {
    const { miner, onRead } = this.#options;
    const { refused } = this.#takeReadings(rest, at, whole);
    const found = refused ? null : (read.readings.at(-1) ?? null);
    miner.countLine(lineKindOf(found), read);
    onRead?.(() => {
      const text = line.plain.trim();
      return found === null ? (withoutTimes(text).at(-1) ?? text) : text;
    }, found);
    return found;
  }

  #learn(plain: string, text: string, read: ReadLine, anew: boolean): void {
    // Behind times in front of a line that says nothing there may stand another program's statistics.
    if (read.bitstream === null || (read.readings.length === 0 && withoutTimes(text).length > 0)) return;
    this.#shapes.learn(plain, text, () => this.#options.reader.findingIn(text, read), anew);
  }

  /** @param whole false for a line that may lack its end: a number that is cut off is another one, and only formats can tell */
  #read(text: string, plain: string, whole: boolean): ReadLine {
    const { reader } = this.#options;
    const line = readWithoutTimes(text, reader, whole);
    if (!whole || reader.readLast === undefined) return line;
    return reader.readLast(plain, line);
  }

  /** Of the line that has no end yet only the numbers: what it says happened may read otherwise once it is whole. */
  #readUnterminated(): void {
    const { plain, state } = this.#cutter.unterminated();
    const text = plain.trim();
    if (text === '' || state === 'mixed' || text === this.#early?.text) return;
    const read = readWithoutTimes(text, this.#options.reader, 'growing');
    const readings = read.readings.filter(hasNumbers);
    if (readings.length === 0) return;
    this.#early = {
      text,
      unsure: this.#takeReadings({ ...read, readings }, momentOf(this.#options.clock), false).unsure,
    };
  }

  #lookAtUnterminated(): void {
    try {
      this.#readUnterminated();
    } catch (error) {
      this.#failed(error);
    }
  }

  #takeReadings(
    line: ReadLine,
    at: Moment,
    whole: boolean,
  ): { readonly unsure: boolean; readonly refused: boolean } {
    const { miner, reader, onProblem, onStats } = this.#options;
    let last: Taken = nothing;
    for (const reading of line.readings) {
      last = miner.take(reading, line, at, whole);
      if (last.restarted) reader.minerRestarted();
      if (last.refused) onProblem?.('more than 256 cards: the lines of the others are not read');
      if (last.card !== null && reading.type === 'stats') onStats?.(last.card, reading);
    }
    this.#cardKnown = last.card !== null;
    return last;
  }

  // One timer at a time, not one a chunk: it looks how long it has been quiet, and waits for the rest.
  #waitForQuiet(seconds: number): () => void {
    const { clock, timers } = this.#options;
    return timers.after(seconds, () => {
      const rest = quietAfter - (clock.monotonic() - this.#lastChunkAt);
      this.#quietTimer = rest > 0.001 ? this.#waitForQuiet(rest) : null;
      if (this.#quietTimer === null) this.#lookAtUnterminated();
    });
  }
}

const notRead: ReadLine = { readings: [], bitstream: null, formats: [] };

/** What is a miner's state, not something that happened. */
function hasNumbers({ type }: Reading): boolean {
  return type === 'stats' || type === 'shares';
}

function withoutNumbers(line: ReadLine): ReadLine {
  return { ...line, readings: line.readings.filter((reading) => !hasNumbers(reading)) };
}

/** A time in front of the line may be the miner's own: only what is not read as it is is read without it. */
function readWithoutTimes(text: string, reader: BitstreamReader, whole: boolean | 'growing'): ReadLine {
  const read = (line: string) =>
    whole === 'growing' ? reader.readUnterminated(line) : reader.read(line, whole);
  const asItIs = read(text);
  if (asItIs.readings.length > 0) return asItIs;
  for (const rest of withoutTimes(text)) {
    const found = read(rest);
    if (found.readings.length > 0) return found;
  }
  return asItIs;
}
