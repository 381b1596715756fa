import type { Reading } from '../readings/reading.ts';
import type { Bitstream } from './bitstream.ts';
import { createInterpreter, type Interpreter } from './interpreter.ts';

/** A line taken up: what it says, and by which bitstream. */
export interface ReadLine {
  /** Usually none or one. More only when a new miner program was recognised by several lines in a row. */
  readonly readings: readonly Reading[];
  /** The bitstream in force; `null` until one has recognised a stats line. */
  readonly bitstream: Bitstream | null;
  /** The names of all bitstreams that read the line so: many print the same line of shares. */
  readonly formats: readonly string[];
}

/** Finds out which bitstream a miner's lines are in, and reads them. */
export interface BitstreamReader {
  /**
   * @param line text without colours, line end and blanks around it
   * @param whole false for a line that may lack its end: nothing is decided by it for good
   */
  read(line: string, whole?: boolean): ReadLine;
  /**
   * The same for a line that may still grow: only bitstreams that leave their newest line unterminated are asked, so
   * that half a line is never taken for a whole one. Nothing is decided by it for good: once the line has ended, all
   * of it is given to `read`, even if nothing was added.
   */
  readUnterminated(line: string): ReadLine;
  /**
   * Asked once a line, after `read` and whatever it gave: the reader may have another way to read it.
   *
   * @param shown the line as a terminal shows it, with blanks and times in front
   */
  readLast?(shown: string, read: ReadLine): ReadLine;
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
  let rival: { readonly by: Interpreter; readonly lines: (readonly Reading[])[] } | null = null;

  const inForce = (readings: readonly Reading[]): ReadLine => ({
    readings,
    bitstream: active?.bitstream ?? null,
    formats: active === null ? [] : [active.bitstream.name],
  });

  const decide = (by: Interpreter): void => {
    active = by;
    mayChange = false;
    rival = null;
  };

  /** Statistics in another bitstream than the one in force; `null` when that changes nothing. */
  const takeOver = (other: Interpreter, readings: readonly Reading[], whole: boolean): ReadLine | null => {
    if (mayChange) {
      decide(other);
      // What looks like one bitstream's line so far may become another's: only the whole line decides for good.
      mayChange = !whole;
      return inForce(readings);
    }
    if (!whole) return null;
    rival = rival?.by === other ? rival : { by: other, lines: [] };
    rival.lines.push(readings);
    if (rival.lines.length < linesToSwitch) return inForce([]);
    const caughtUp = rival.lines.flat();
    decide(other);
    return inForce([{ type: 'start' }, ...caughtUp]);
  };

  const readByOthers = (
    line: string,
    own: readonly Reading[],
    among: readonly Interpreter[],
    whole: boolean,
  ): ReadLine => {
    let found = own;
    let [first] = own;
    let formats: string[] = [];
    for (const other of among) {
      if (other === active) continue;
      const readings = active === null ? other.readAll(line) : other.readSigns(line);
      const [reading] = readings;
      if (isStats(reading)) {
        const taken = takeOver(other, readings, whole);
        if (taken !== null) return taken;
        continue;
      }
      // With a bitstream in force only the start of another program is of any interest.
      if (reading === undefined || (active !== null && reading.type !== 'start')) continue;
      // What one bitstream merely knows, another may have something to say about.
      if (first === undefined || (active === null && first.type === 'known')) {
        found = readings;
        first = reading;
        formats = [];
      }
      if (first.type === reading.type) formats.push(other.bitstream.name);
    }
    if (first?.type === 'start') mayChange = true;
    const read = inForce(found);
    return active === null ? { ...read, formats } : read;
  };

  const readAmong = (line: string, among: readonly Interpreter[], whole: boolean): ReadLine => {
    const own = active !== null && among.includes(active) ? active.readAll(line) : [];
    const [first] = own;
    if (first === undefined || first.type === 'known') return readByOthers(line, own, among, whole);
    if (first.type === 'start') mayChange = true;
    if (isStats(first) && whole) {
      mayChange = false;
      rival = null;
    }
    if (isStats(first) || !mayChange) return inForce(own);
    // Who has started is known with the next statistics: until then the line may be of each that prints the same.
    const alike = among.filter((one) => one === active || one.read(line)?.type === first.type);
    return { ...inForce(own), formats: alike.map(({ bitstream }) => bitstream.name) };
  };

  return {
    read: (line, whole = true) => readAmong(line, interpreters, whole),
    readUnterminated: (line) => readAmong(line, newlineFirst, false),
    minerRestarted() {
      mayChange = true;
    },
    get bitstream() {
      return active?.bitstream ?? null;
    },
  };
}

/** Whether it shows in which bitstream the miner prints. */
function isStats(reading: Reading | undefined): boolean {
  return reading?.type === 'stats' || reading?.type === 'process';
}
