import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { createAnyReader } from '../bitstreams/any-reader.ts';
import type { Bitstream } from '../bitstreams/bitstream.ts';
import { generic } from '../bitstreams/generic/bitstream.ts';
import { errorCode, errorWords } from '../error-words.ts';
import type { Reading } from '../readings/reading.ts';
import { createFeed } from '../rig/feed.ts';
import { FormatWatch } from '../rig/format-watch.ts';
import { type CardNames, NameGiver } from '../rig/names.ts';
import { Store } from '../rig/store.ts';
import { timeless } from '../time.ts';
import type { Shape } from './shapes.ts';
import { createSumming, type LogSummary } from './summary.ts';

/** A log read to its end. */
export interface ReadLog {
  readonly type: 'read';
  readonly summary: LogSummary;
  readonly unrecognised: readonly Shape[];
  /** The bitstream whose statistics it holds, where that was not to be tried. */
  readonly otherBitstream: string | null;
  /** Where no bitstream reads it: the lines that {@link generic} would read. */
  readonly readByUnits: number;
}

/** A log read to its end, or why it could not be read. */
export type CheckedLog =
  | ReadLog
  | { readonly type: 'unreadable'; readonly path: string; readonly reason: string };

/** How many shapes of unrecognised lines a report shows. */
const mostShapes = 10;

/**
 * Reads one log from its start to its end through the same path as a running miner's output. What no format reads is read
 * once more by units and words, if {@link generic} is among the candidates: of a whole log it is known that none does.
 */
export async function checkLog(
  path: string,
  candidates: readonly Bitstream[],
  names: CardNames,
): Promise<CheckedLog> {
  const log = await readLog(path, candidates, names);
  if (log.type === 'unreadable' || !candidates.includes(generic)) return log;
  // Lines that came before it was believed are read as well.
  const byUnits = log.readByUnits > 0 || log.summary.bitstream === generic.name;
  return byUnits && (await isRegular(path)) ? readLog(path, [generic], names) : log;
}

/** A pipe gives what is in it only once. */
async function isRegular(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

async function readLog(
  path: string,
  candidates: readonly Bitstream[],
  names: CardNames,
): Promise<CheckedLog> {
  const store = new Store(timeless, Number.POSITIVE_INFINITY);
  const reader = createAnyReader(candidates, timeless);
  const summing = createSumming();
  const unread = createAnyReader([generic], timeless);
  let readByUnits = 0;
  let otherBitstream: string | null = null;
  const format = new FormatWatch(candidates, (problem) => {
    otherBitstream = problem?.type === 'other' ? problem.bitstream : null;
  });
  const miner = store.addMiner(path, new NameGiver(names));
  const feed = createFeed({
    miner,
    reader,
    clock: timeless,
    timers: timeless,
    everyReading: true,
    onStats: summing.stats,
    onRead(text, reading) {
      summing.read(text, reading);
      format.read(text, reading);
      if (reader.bitstream !== null) return;
      const last = unread.readLast?.(text(), unread.read(text()));
      if (last?.readings.some(tellsMuch) === true) readByUnits += 1;
    },
  });
  try {
    const found = await stat(path);
    // Some devices never end.
    if (found.isCharacterDevice() || found.isBlockDevice())
      return { type: 'unreadable', path, reason: 'it is neither a file nor a pipe' };
    const stream = createReadStream(path, { highWaterMark: 64 * 1024 });
    stream.on('data', (chunk) => feed.bytes(typeof chunk === 'string' ? Buffer.from(chunk) : chunk));
    await finished(stream);
  } catch (error) {
    return { type: 'unreadable', path, reason: reasonOf(error) };
  }
  feed.end();
  miner.ended();
  return {
    type: 'read',
    summary: summing.summary(path, store.snapshot(), reader),
    unrecognised: summing.unrecognised(mostShapes),
    otherBitstream,
    readByUnits: reader.bitstream === null ? readByUnits : 0,
  };
}

/** Lines of shares alone are printed alike by programs of every kind. */
function tellsMuch(reading: Reading): boolean {
  return reading.type === 'stats' || (reading.type === 'process' && reading.hashrate !== null);
}

/** 0 when something was recognised, 1 when nothing was, 2 when a log could not be read. */
export function exitCodeOf(logs: readonly CheckedLog[]): 0 | 1 | 2 {
  if (logs.some((log) => log.type === 'unreadable')) return 2;
  return logs.some((log) => log.type === 'read' && log.summary.lines.stats > 0) ? 0 : 1;
}

function reasonOf(error: unknown): string {
  switch (errorCode(error)) {
    case 'ENOENT':
      return 'there is no such file';
    case 'EACCES':
      return 'no permission to read it';
    case 'EISDIR':
      return 'it is a directory';
    default:
      return errorWords(error);
  }
}
