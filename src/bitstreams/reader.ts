import type { Reading } from '../readings/reading.ts';
import type { Bitstream } from './bitstream.ts';
import type { Finding } from './finding.ts';
import { createInterpreter, type Interpreter } from './interpreter.ts';
import { headerOfTable } from './table.ts';

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
  /**
   * How a line was read just now, where lines that differ from it only in digits may be read so as well: not by `read`, but by
   * this, and then `alike`. `null` where that is not so, `later` while another format may take over.
   */
  findingIn(line: string, read: ReadLine): Finding | 'later' | null;
  /** A line taken up that was read by a finding. */
  alike(readings: readonly Reading[]): ReadLine;
  /** The miner was restarted: what it prints next may be in another bitstream. */
  minerRestarted(): void;
  readonly bitstream: Bitstream | null;
}

/**
 * How many stats lines of one other bitstream in a row, with none of the bitstream in force between them, show that
 * another miner program is running, when no banner told.
 */
const linesToSwitch = 3;

/** Reads lines by the formats among which the miner's is. */
export function createReader(candidates: readonly Bitstream[]): BitstreamReader {
  return candidates.some(({ headers }) => headers.length > 0)
    ? new HeadedReader(candidates)
    : new FormatsReader(candidates);
}

/** One for each format. */
interface Interpreters {
  readonly all: readonly Interpreter[];
  readonly newlineFirst: readonly Interpreter[];
  /** Of formats with tables that are read by the words in their headers. */
  readonly headed: readonly Interpreter[];
}

function interpretersOf(formats: readonly Bitstream[]): Interpreters {
  const all = formats.map(createInterpreter);
  return {
    all,
    newlineFirst: all.filter(({ bitstream }) => bitstream.newlineFirst),
    headed: all.filter(({ bitstream }) => bitstream.headers.length > 0),
  };
}

/** Lines of statistics in another bitstream than the one in force. */
interface Rival {
  readonly by: Interpreter;
  readonly lines: (readonly Reading[])[];
}

/**
 * The first of the candidates that recognises a stats line is in force. Another one takes over when it recognises a
 * stats line after a restart of the miner, or several in a row without; chatter never changes anything.
 */
class FormatsReader implements BitstreamReader {
  readonly #candidates: readonly Bitstream[];
  #made: Interpreters | null = null;
  #active: Interpreter | null = null;
  #formatsInForce: readonly string[] = [];
  /** What is in every line by which most others can show that they run: one look instead of one for each of them. */
  #signsOfOthers = nowhere;
  #mayChange = true;
  #rival: Rival | null = null;

  constructor(candidates: readonly Bitstream[]) {
    this.#candidates = candidates;
  }

  /** They are made when the first line is read: that takes longer than showing it, which comes first. */
  get #interpreters(): Interpreters {
    this.#made ??= interpretersOf(this.#candidates);
    return this.#made;
  }

  get bitstream(): Bitstream | null {
    return this.#active?.bitstream ?? null;
  }

  read(line: string, whole = true): ReadLine {
    return this.#readAmong(line, this.#interpreters.all, whole);
  }

  readUnterminated(line: string): ReadLine {
    return this.#readAmong(line, this.#interpreters.newlineFirst, false);
  }

  findingIn(line: string, { readings: given }: ReadLine): Finding | 'later' | null {
    const active = this.#active;
    if (active === null || this.#mayChange) return 'later';
    const inForce = () => active === this.#active && !this.#mayChange;
    if (saysNothing(given)) {
      // What stands between bars may be the header of any format's table.
      if (active.remembers() || line.includes('|')) return null;
      // Statistics of another program count, though they are not read yet.
      const others = this.#interpreters.all.filter((one) => one !== active);
      if (!others.every((one) => one.hasNoSign(line))) return null;
      const exactly = !/\d/.test(line);
      if (!exactly && !active.takesDigitsAlike()) return null;
      return { bounds: [], numbers: [], counts: null, exactly, holds: inForce, read: () => given };
    }
    const finding = active.findingIn(line);
    return (
      finding && {
        ...finding,
        counts: active.remembers() ? null : finding.counts,
        holds: () => inForce() && finding.holds(),
        read: (pieces) => {
          const readings = finding.read(pieces);
          if (readings === null || saysNothing(readings)) return null;
          if (isStats(readings[0])) this.#rival = null;
          return readings;
        },
      }
    );
  }

  alike(readings: readonly Reading[]): ReadLine {
    return this.#inForce(readings);
  }

  minerRestarted(): void {
    this.#mayChange = true;
  }

  /** The bitstreams whose tables may come now. */
  protected headed(): readonly Interpreter[] {
    const active = this.#active;
    const { headed } = this.#interpreters;
    if (active !== null && !this.#mayChange) return headed.includes(active) ? [active] : [];
    return headed;
  }

  /** Part of a table; `null` when that changes nothing. */
  protected readByTable(by: Interpreter, readings: readonly Reading[]): ReadLine | null {
    if (!readings.some(isStats)) return by === this.#active ? this.#inForce(readings) : null;
    if (by !== this.#active) return this.#takeOver(by, readings, true);
    this.#mayChange = false;
    this.#rival = null;
    return this.#inForce(readings);
  }

  #readAmong(line: string, among: readonly Interpreter[], whole: boolean): ReadLine {
    const active = this.#active;
    const own = active !== null && among.includes(active) ? active.readAll(line) : none;
    if (own === headerOfTable) return this.#inForce(own);
    const [first] = own;
    if (first === undefined || first.type === 'known') return this.#readByOthers(line, own, among, whole);
    if (first.type === 'start') this.#mayChange = true;
    if (isStats(first) && whole) {
      this.#mayChange = false;
      this.#rival = null;
    }
    if (isStats(first) || !this.#mayChange) return this.#inForce(own);
    // Who has started is known with the next statistics: until then the line may be of each that prints the same.
    const alike = among.filter((one) => one === active || one.read(line)?.type === first.type);
    return { ...this.#inForce(own), formats: alike.map(({ bitstream }) => bitstream.name) };
  }

  #readByOthers(
    line: string,
    own: readonly Reading[],
    among: readonly Interpreter[],
    whole: boolean,
  ): ReadLine {
    const active = this.#active;
    let found = own;
    let [first] = own;
    let formats: string[] = [];
    const quiet = active !== null && !this.#signsOfOthers.test(line);
    for (const other of among) {
      if (quiet && other.signTexts !== null) continue;
      if (other === active) continue;
      const readings = active === null ? other.readAll(line) : other.readSigns(line);
      const [reading] = readings;
      if (isStats(reading)) {
        // A line that others print alike shows nothing before the format has shown itself.
        if (active === null && other.readSigns(line).length === 0) continue;
        const taken = this.#takeOver(other, readings, whole);
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
    if (first?.type === 'start') this.#mayChange = true;
    return active === null ? { ...this.#inForce(found), formats } : this.#inForce(found);
  }

  /** Statistics in another bitstream than the one in force; `null` when that changes nothing. */
  #takeOver(other: Interpreter, readings: readonly Reading[], whole: boolean): ReadLine | null {
    if (this.#mayChange) {
      this.#decide(other);
      // What looks like one bitstream's line so far may become another's: only the whole line decides for good.
      this.#mayChange = !whole;
      return this.#inForce(readings);
    }
    if (!whole) return null;
    const rival = this.#rival?.by === other ? this.#rival : { by: other, lines: [] };
    this.#rival = rival;
    rival.lines.push(readings);
    if (rival.lines.length < linesToSwitch) return this.#inForce(none);
    const caughtUp = rival.lines.flat();
    this.#decide(other);
    return this.#inForce([{ type: 'start' }, ...caughtUp]);
  }

  #decide(by: Interpreter): void {
    this.#active = by;
    this.#formatsInForce = [by.bitstream.name];
    const others = this.#interpreters.all.filter((one) => one !== by);
    this.#signsOfOthers = anyOf(others.flatMap(({ signTexts }) => signTexts ?? []));
    this.#mayChange = false;
    this.#rival = null;
  }

  #inForce(readings: readonly Reading[]): ReadLine {
    return { readings, bitstream: this.bitstream, formats: this.#formatsInForce };
  }
}

/** Formats with tables that are read by the words in their headers: what nothing else reads may be a part of one. */
class HeadedReader extends FormatsReader {
  readLast(shown: string, read: ReadLine): ReadLine {
    const [first] = read.readings;
    if (first !== undefined && first.type !== 'known') return read;
    for (const one of this.headed()) {
      const readings = one.readTable(shown);
      if (readings === null) continue;
      const taken = this.readByTable(one, readings);
      if (taken !== null) return taken;
    }
    return read;
  }
}

const none: readonly Reading[] = [];
const nowhere = /(?!)/;

function anyOf(texts: readonly string[]): RegExp {
  const literally = texts.map((text) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
  return literally.length === 0 ? nowhere : new RegExp(literally.join('|'));
}

/** Whether a line tells nothing, but perhaps that it belongs to the format; a table's header does tell something. */
function saysNothing(readings: readonly Reading[]): boolean {
  const [first] = readings;
  return first === undefined || (first.type === 'known' && readings !== headerOfTable);
}

/** Whether it shows in which bitstream the miner prints. */
function isStats(reading: Reading | undefined): boolean {
  return reading?.type === 'stats' || reading?.type === 'process';
}
