import type { Reading, StatsReading } from '../readings/reading.ts';
import type { Bitstream } from './bitstream.ts';
import { createInterpreter, type Interpreter } from './interpreter.ts';

/** A line taken up: what it says, and by which bitstream. */
export interface ReadLine {
  /** Usually none or one. More only when a new miner program was recognised by several lines in a row. */
  readonly readings: readonly Reading[];
  /** The bitstream in force; `null` until one has recognised a stats line. */
  readonly bitstream: Bitstream | null;
}

/** Finds out which bitstream a miner's lines are in, and reads them. */
export interface BitstreamReader {
  /** @param line text without colours, line end and blanks around it */
  read(line: string): ReadLine;
  /**
   * The same for a line that may still grow: only bitstreams that leave their newest line unterminated are asked, so
   * that half a line is never taken for a whole one. Nothing is decided by it for good: once the line has ended, all
   * of it is given to `read`, even if nothing was added.
   */
  readUnterminated(line: string): ReadLine;
  /** The miner was restarted: what it prints next may be in another bitstream. */
  minerRestarted(): void;
  readonly bitstream: Bitstream | null;
}

/**
 * How many stats lines of one other bitstream in a row, with none of the bitstream in force between them, show that
 * another miner program is running, when no banner told.
 */
const linesToSwitch = 3;

/**
 * The first of the candidates that recognises a stats line is in force. Another one takes over when it recognises a
 * stats line after a restart of the miner, or several in a row without; chatter never changes anything.
 */
export function createReader(candidates: readonly Bitstream[]): BitstreamReader {
  const interpreters = candidates.map(createInterpreter);
  const newlineFirst = interpreters.filter(({ bitstream }) => bitstream.newlineFirst);
  let active: Interpreter | null = null;
  let mayChange = true;
  let rival: { readonly by: Interpreter; readonly readings: StatsReading[] } | null = null;

  const result = (...readings: readonly Reading[]): ReadLine => ({
    readings,
    bitstream: active?.bitstream ?? null,
  });

  const decide = (by: Interpreter): void => {
    active = by;
    mayChange = false;
    rival = null;
  };

  const readByOthers = (
    line: string,
    own: Reading | null,
    among: readonly Interpreter[],
    whole: boolean,
  ): ReadLine => {
    let found = own;
    for (const other of among) {
      if (other === active) continue;
      const reading = other.read(line);
      if (reading === null) continue;
      if (reading.type === 'stats') {
        if (mayChange) {
          decide(other);
          // What looks like one bitstream's line so far may become another's: only the whole line decides for good.
          mayChange = !whole;
          return result(reading);
        }
        if (!whole) continue;
        rival = rival?.by === other ? rival : { by: other, readings: [] };
        rival.readings.push(reading);
        if (rival.readings.length < linesToSwitch) return result();
        const caughtUp = rival.readings;
        decide(other);
        return result({ type: 'start' }, ...caughtUp);
      }
      // What one bitstream merely knows, another may have something to say about.
      if (active === null && found?.type === 'known') found = reading;
      else if (active === null || reading.type === 'start') found ??= reading;
    }
    if (found?.type === 'start') mayChange = true;
    return found === null ? result() : result(found);
  };

  const readAmong = (line: string, among: readonly Interpreter[], whole: boolean): ReadLine => {
    const own = active !== null && among.includes(active) ? active.read(line) : null;
    if (own === null || own.type === 'known') return readByOthers(line, own, among, whole);
    if (own.type === 'start') mayChange = true;
    if (own.type === 'stats' && whole) {
      mayChange = false;
      rival = null;
    }
    return result(own);
  };

  return {
    read: (line) => readAmong(line, interpreters, true),
    readUnterminated: (line) => readAmong(line, newlineFirst, false),
    minerRestarted() {
      mayChange = true;
    },
    get bitstream() {
      return active?.bitstream ?? null;
    },
  };
}
