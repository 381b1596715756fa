import type { BitstreamReader, ReadLine } from '../bitstreams/reader.ts';
import { LineCutter, type OutputPiece } from '../lines/cut.ts';
import { withoutStamp } from '../lines/line-stamps.ts';
import { plainText } from '../lines/safe-text.ts';
import { lineKindOf, type Reading, type StatsReading } from '../readings/reading.ts';
import type { Clock, Timers } from '../time.ts';
import type { Card } from './card.ts';
import type { Miner } from './miner.ts';

/** Seconds of quiet after which an unterminated line is taken for whole. */
const quietAfter = 0.25;

/** One miner's output on its way from bytes to readings. Nothing here waits, and the byte path never waits for it. */
export interface Feed {
  bytes(chunk: Uint8Array): void;
  /** What comes now is another file or another run of the miner: a line without an end has ended. */
  begin(): void;
  /** The newest line, which has no newline yet; `''` when there is none. */
  unterminated(): string;
  /**
   * The end of the output: the last line is read even without a newline.
   *
   * @param rest `left` for an unterminated line that is too old to be read
   */
  end(rest?: 'read' | 'left'): void;
  /** After the end: the miner was started again, which counts as a restart. */
  startedAgain(): void;
}

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
  /** Each stats reading with its card. */
  readonly onStats?: (card: Card, reading: StatsReading) => void;
  /** Each line's text and what it gave, for reports about the format. */
  readonly onRead?: (text: string, reading: Reading | null) => void;
}

/** Joins lines, bitstream and store for one miner. */
export function createFeed(options: FeedOptions): Feed {
  const { miner, reader, clock, timers, onProblem, onPiece, onStats, onRead } = options;
  /** The unterminated line that was read already, so that it is not read twice when its newline comes. */
  let readEarly: string | null = null;
  let quietTimer: (() => void) | null = null;
  let lastChunkAt = 0;

  /** The counts of that line were not taken: they made sense only for a line that is cut off. */
  let unsure = false;
  /** The output has ended. */
  let atEnd = false;

  /** What the line is counted as; the numbers of a line may be taken again, they are totals, but not what happened. */
  const take = (line: ReadLine, again: boolean, whole: boolean): Reading | null => {
    let last: Reading | null = null;
    unsure = false;
    for (const reading of line.readings) {
      last = reading;
      if (again && reading.type !== 'stats' && reading.type !== 'shares') continue;
      const taken = miner.take(reading, line, whole);
      if (taken.restarted) reader.minerRestarted();
      if (taken.unsure) unsure = true;
      if (taken.refused) {
        last = null;
        onProblem?.('more than 256 cards: the lines of the others are not read');
      }
      if (taken.card !== null && reading.type === 'stats') onStats?.(taken.card, reading);
    }
    return last;
  };

  const count = (text: string, reading: Reading | null, line: ReadLine): void => {
    miner.countLine(lineKindOf(reading), line);
    onRead?.(text, reading);
  };

  /** Whatever goes wrong with one line, the next is read, and the bytes go on anyway. */
  const guarded = (reading: () => void): void => {
    try {
      reading();
    } catch (error) {
      onProblem?.(`reading a line failed (${String(error)}); the log and the output go on`);
    }
  };

  const readLine = (line: string): void => {
    const text = withoutStamp(plainText(line)).trim();
    const early = readEarly;
    const earlyUnsure = unsure;
    readEarly = null;
    const read = reader.read(text);
    if (early === text && !earlyUnsure) return;
    // At the end of the output a line without its newline may be cut off, but where it never has one.
    const whole = !atEnd || read.bitstream?.newlineFirst === true;
    const reading = take(read, early !== null && text.startsWith(early), whole);
    if (early === null) count(text, reading, read);
  };

  let cutter = new LineCutter();

  const show = (piece: OutputPiece): OutputPiece => {
    onPiece?.(piece);
    return piece;
  };

  const readLines = ({ lines }: OutputPiece): void => {
    for (const line of lines) guarded(() => readLine(line));
  };

  const readUnterminated = (): void => {
    const text = withoutStamp(plainText(cutter.unterminated())).trim();
    if (text === '' || text === readEarly) return;
    const read = reader.readUnterminated(text);
    if (!read.readings.some((reading) => reading.type !== 'known')) return;
    const reading = take(read, readEarly !== null && text.startsWith(readEarly), false);
    if (readEarly === null) count(text, reading, read);
    readEarly = text;
  };

  // One timer at a time, not one a chunk: it looks how long it has been quiet, and waits for the rest.
  const waitForQuiet = (seconds: number): (() => void) =>
    timers.after(seconds, () => {
      const rest = quietAfter - (clock.monotonic() - lastChunkAt);
      quietTimer = rest > 0.001 ? waitForQuiet(rest) : null;
      if (quietTimer === null) guarded(readUnterminated);
    });

  return {
    bytes(chunk) {
      miner.heard();
      readLines(show(cutter.push(chunk)));
      lastChunkAt = clock.monotonic();
      quietTimer ??= waitForQuiet(quietAfter);
    },
    begin() {
      readLines(show(cutter.end()));
      cutter = new LineCutter();
    },
    unterminated: () => cutter.unterminated(),
    end(rest = 'read') {
      quietTimer?.();
      atEnd = true;
      if (rest === 'read') readLines(show(cutter.end()));
    },
    startedAgain() {
      cutter = new LineCutter();
      quietTimer = null;
      atEnd = false;
      readEarly = null;
      miner.startedAgain();
      reader.minerRestarted();
    },
  };
}
