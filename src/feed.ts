import type { BitstreamReader, ReadLine } from './bitstreams/reader.ts';
import type { Card } from './cards/card.ts';
import type { Clock } from './cards/clock.ts';
import type { Miner } from './cards/miner.ts';
import { lineKindOf, type Reading, type StatsReading } from './cards/reading.ts';
import type { Store } from './cards/store.ts';
import { createLineCutter } from './tee/lines.ts';
import { plainText } from './tee/safe-text.ts';
import type { Timers } from './timers.ts';

/** Seconds of quiet after which an unterminated line is taken for whole. */
const quietAfter = 0.25;

/** One miner's output on its way from bytes to readings. Nothing here waits, and the byte path never waits for it. */
export interface Feed {
  bytes(chunk: Uint8Array): void;
  /** The newest line, which has no newline yet; `''` when there is none. */
  unterminated(): string;
  /** The end of the output: the last line is read even without a newline. */
  end(): void;
}

export interface FeedOptions {
  readonly store: Store;
  readonly miner: Miner;
  readonly reader: BitstreamReader;
  readonly clock: Clock;
  readonly timers: Timers;
  /** Each line once it ended, with its colours, for showing. */
  readonly onLine?: (line: string) => void;
  /** Each stats reading with its card. */
  readonly onStats?: (card: Card, reading: StatsReading) => void;
  /** Each line's text and what it gave, for reports about the format. */
  readonly onRead?: (text: string, reading: Reading | null) => void;
}

/** Joins lines, bitstream and store for one miner. */
export function createFeed(options: FeedOptions): Feed {
  const { store, miner, reader, clock, timers, onLine, onStats, onRead } = options;
  /** The unterminated line that was read already, so that it is not read twice when its newline comes. */
  let readEarly: string | null = null;
  let quietTimer: (() => void) | null = null;
  let lastChunkAt = 0;

  /** The output has ended: the line that is being read may be cut off. */
  let atEnd = false;

  const take = ({ readings, bitstream }: ReadLine, again: boolean): void => {
    // A bitstream that leaves its newest line without a newline has printed all of it.
    const whole = !atEnd || bitstream?.newlineFirst === true;
    for (const reading of readings) {
      // Numbers may be taken twice, they are totals; what happened once may not.
      if (again && reading.type !== 'stats' && reading.type !== 'shares') continue;
      const { card, restarted } = miner.take(reading, bitstream, whole);
      if (restarted) reader.minerRestarted();
      if (card !== null && reading.type === 'stats') onStats?.(card, reading);
    }
  };

  const count = (text: string, read: ReadLine): void => {
    const reading = read.readings.at(-1) ?? null;
    store.countLine(lineKindOf(reading));
    onRead?.(text, reading);
  };

  const cutter = createLineCutter((line) => {
    onLine?.(line);
    const text = plainText(line).trim();
    const early = readEarly;
    readEarly = null;
    const read = reader.read(text);
    if (early === text) return;
    take(read, early !== null && text.startsWith(early));
    if (early === null) count(text, read);
  });

  const readUnterminated = (): void => {
    const text = plainText(cutter.unterminated()).trim();
    if (text === '' || text === readEarly) return;
    const read = reader.readUnterminated(text);
    if (!read.readings.some((reading) => reading.type !== 'known')) return;
    take(read, readEarly !== null && text.startsWith(readEarly));
    if (readEarly === null) count(text, read);
    readEarly = text;
  };

  // One timer at a time, not one a chunk: it looks how long it has been quiet, and waits for the rest.
  const waitForQuiet = (seconds: number): (() => void) =>
    timers.after(seconds, () => {
      const rest = quietAfter - (clock.monotonic() - lastChunkAt);
      quietTimer = rest > 0.001 ? waitForQuiet(rest) : null;
      if (quietTimer === null) readUnterminated();
    });

  return {
    bytes(chunk) {
      miner.heard();
      cutter.push(chunk);
      lastChunkAt = clock.monotonic();
      quietTimer ??= waitForQuiet(quietAfter);
    },
    unterminated: () => cutter.unterminated(),
    end() {
      quietTimer?.();
      atEnd = true;
      cutter.end();
      miner.ended();
    },
  };
}
