import type { Clock } from '../time.ts';
import { beginning, fingerprintLength, hasPlace, type Place, placeAt } from './fingerprint.ts';
import type { FileFacts, FollowFs } from './follow-fs.ts';
import { type FollowState, stateOf, unreadable } from './follow-state.ts';
import { HeldOpen } from './held-open.ts';
import { findNewestReading, searchLimit } from './newest-reading.ts';
import { type Advance, OpenLog } from './open-log.ts';
import { OpenPipe } from './open-pipe.ts';
import type { Outlet } from './outlet.ts';
import { copiesBeforeTruncation, markOf, missedSince, type Rotated, rotatedBeside } from './rotated.ts';

/** What a chain of logs is made from. */
export interface LogChainOptions {
  readonly fs: FollowFs;
  readonly clock: Clock;
  readonly path: string;
  readonly from: 'newest' | 'start';
  readonly hasReading: (block: Uint8Array) => boolean;
  readonly newOutlet: () => Outlet;
  /** Something open changed. */
  readonly onChange: () => void;
}

/** What one turn of reading came to. */
export interface ReadTurn {
  /** There is more to read now. */
  readonly more: boolean;
  /** All there will be was read, as far as can be known: the files to their ends, of a FIFO until its writer went. */
  readonly atEnd: boolean;
  /** What is wrong with reading what has the name. */
  readonly failure: FollowState | null;
}

/** The logs that have or had a path, oldest first; each is read to its end before the next one is begun. */
export class LogChain {
  readonly #options: LogChainOptions;
  readonly #held: HeldOpen;
  /** The facts of what has the name, if that is the last one held. */
  #named: FileFacts | null = null;
  /** Nothing was ever opened. */
  #untouched = true;
  #wasMissing = false;

  constructor(options: LogChainOptions) {
    this.#options = options;
    this.#held = new HeldOpen(options);
  }

  /** Looks what has the name now, and takes it up. */
  async look(): Promise<FollowState> {
    this.#named = null;
    try {
      const facts = await this.#options.fs.stat(this.#options.path);
      if (facts.kind === 'folder') return unreadable('it is a directory');
      if (facts.kind === 'other') return unreadable('it is neither a file nor a pipe');
      this.#named = await this.#takeUp(facts);
      return { type: 'following' };
    } catch (error) {
      const state = stateOf(error);
      if (state.type === 'waiting') await this.#lookForMissed();
      return state;
    }
  }

  /** Reads on in all logs, in order, a bounded number of bytes. */
  async read(): Promise<ReadTurn> {
    let more = false;
    let failure: FollowState | null = null;
    for (const log of this.#held.logs) {
      const named = log === this.#held.last ? this.#named : null;
      try {
        const advance = log instanceof OpenPipe ? await log.advance() : await this.#advance(log, named);
        if (advance === 'drained') continue;
        more = true;
        // What was written first comes first; only a log that was read to its end may be overtaken by the next.
        if (advance === 'truncated' || (log instanceof OpenLog && !log.drained)) break;
      } catch (error) {
        if (log instanceof OpenLog) log.broken = true;
        if (named !== null) failure = stateOf(error);
      }
    }
    await this.#held.leaveQuiet(this.#named !== null);
    const { last } = this.#held;
    return { more, failure, atEnd: !more && (!(last instanceof OpenPipe) || last.writer === 'gone') };
  }

  /** Ends all streams at once, whatever is still being read. */
  end(): void {
    this.#held.end();
  }

  /** Closes all; nothing may be read any more. */
  close(): Promise<void> {
    return this.#held.close();
  }

  async #takeUp(facts: FileFacts): Promise<FileFacts> {
    const { fs, path } = this.#options;
    const { last } = this.#held;
    if (last?.id === facts.id && !(last instanceof OpenLog && last.broken)) return facts;
    // Before it is opened: what it is rotated to is none of these, however soon.
    const names = [path, await fs.realPath(path)];
    const known = new Set((await rotatedBeside(fs, names)).map((rotated) => markOf(rotated.facts)));
    const fd = await fs.open(path);
    try {
      // Something else may have got the name since.
      const opened = await fs.fstat(fd);
      if (opened.kind === 'pipe') await this.#takePipe(fd, opened);
      else await this.#takeLog(fd, opened, names, known);
      this.#untouched = false;
      return opened;
    } catch (error) {
      await fs.close(fd);
      throw error;
    }
  }

  async #takePipe(fd: number, facts: FileFacts): Promise<void> {
    const { fs, newOutlet } = this.#options;
    if (this.#held.has(facts.id)) await fs.close(fd);
    else this.#held.addPipe(new OpenPipe(fs, fd, facts, newOutlet));
  }

  async #takeLog(fd: number, facts: FileFacts, names: readonly string[], known: Set<string>): Promise<void> {
    if (await this.#held.returnTo(facts.id, fd)) return;
    const { last } = this.#held;
    const start = { names, known, complete: false };
    if (last instanceof OpenLog && (await this.#isContinued(last, fd))) {
      this.#held.addLog(fd, facts, { ...start, place: last.place, outlet: last.outlet });
      await this.#held.leave(last);
      return;
    }
    if (last instanceof OpenLog) {
      last.drained = false;
      for (const rotated of await this.#takeMissed(last, facts.id)) known.add(markOf(rotated.facts));
    }
    const outlet = this.#options.newOutlet();
    const place = this.#untouched ? await this.#firstPlace(fd, facts.size, outlet) : beginning;
    this.#held.addLog(fd, facts, { ...start, place, outlet });
  }

  /** Nothing has the name; since the last look something may have had it. */
  async #lookForMissed(): Promise<void> {
    const { last } = this.#held;
    this.#wasMissing = true;
    if (!(last instanceof OpenLog)) return;
    if ((await this.#takeMissed(last, null)).length > 0) last.drained = false;
  }

  /**
   * Takes up what had the name after the last log and was rotated before anyone looked.
   *
   * @param current the id of what has the name now
   */
  async #takeMissed(last: OpenLog, current: string | null): Promise<readonly Rotated[]> {
    const { fs, newOutlet } = this.#options;
    const missed = await missedSince(fs, last, current, this.#held.has);
    const { names, known } = last;
    for (const rotated of missed) {
      const start = { names, known, place: beginning, outlet: newOutlet(), complete: false };
      if (await this.#held.addRotated(rotated, start)) known.add(markOf(rotated.facts));
    }
    return missed;
  }

  /** Where the first log is begun. One that came while it was waited for is all new, but nobody writes gigabytes at once. */
  async #firstPlace(fd: number, size: number, outlet: Outlet): Promise<Place> {
    const { fs, from, hasReading } = this.#options;
    if (from === 'start' || (this.#wasMissing && size <= searchLimit)) return beginning;
    const { offset, mark } = await findNewestReading(fs, fd, size, hasReading);
    outlet.bytes(mark);
    return placeAt(fs, fd, offset);
  }

  /**
   * Whether a file that replaced a deleted one is its continuation: a copy that was brought up to date (rsync), not a
   * new log. Only a whole page of the same bytes at the same place says so.
   */
  async #isContinued(last: OpenLog, fd: number): Promise<boolean> {
    if (last.place.before.byteLength < fingerprintLength) return false;
    return (await this.#held.isDeleted(last)) && (await hasPlace(this.#options.fs, fd, last.place));
  }

  /** @param named its facts if it has the name */
  async #advance(log: OpenLog, named: FileFacts | null): Promise<Advance> {
    const facts = named ?? (await this.#options.fs.fstat(log.fd));
    const advance = await log.advance(facts);
    log.broken = false;
    if (advance === 'truncated') await this.#beginAgain(log);
    else if (named !== null) log.modifiedAtName = facts.modified;
    return advance;
  }

  /** A log was truncated: what of it is in copies comes first, then what is in it now. */
  async #beginAgain(log: OpenLog): Promise<void> {
    const { fs, newOutlet } = this.#options;
    const { names, known, place, outlet } = log;
    const [copy, ...newer] = await copiesBeforeTruncation(fs, log, this.#held.has);
    const start = { names, known, complete: true };
    const goesOn =
      copy !== undefined && (await this.#held.addRotated(copy, { ...start, place, outlet }, log));
    if (copy !== undefined) known.add(markOf(copy.facts));
    if (!goesOn) outlet.end(false);
    for (const rotated of newer) {
      known.add(markOf(rotated.facts));
      await this.#held.addRotated(rotated, { ...start, place: beginning, outlet: newOutlet() }, log);
    }
    log.restart(newOutlet());
  }
}
