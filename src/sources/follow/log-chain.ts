import type { Clock } from '../../cards/clock.ts';
import { beginning, fingerprintLength, hasPlace, type Place, placeAt } from './fingerprint.ts';
import type { FileFacts, FollowFs } from './follow-fs.ts';
import { type FollowState, stateOf, unreadable } from './follow-state.ts';
import { findNewestReading, searchLimit } from './newest-reading.ts';
import { type Advance, OpenLog } from './open-log.ts';
import { OpenPipe } from './open-pipe.ts';
import type { Outlet } from './outlet.ts';
import { copiesBeforeTruncation, markOf, missedSince, type Rotated, rotatedBeside } from './rotated.ts';

/**
 * Seconds that a log which lost its name to a newer one, or was deleted, is read on after its last growth: a miner that
 * keeps its log open writes on into it, at times only every few minutes. Until then a deleted log takes room on the disk.
 */
export const quietUntilLeft = 600;
/** Logs that are held open at once for one name. */
const mostOpen = 24;

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
  readonly #logs: { readonly log: OpenLog | OpenPipe; unwatch: () => void }[] = [];
  /** The facts of what has the name, if that is the chain's last. */
  #named: FileFacts | null = null;
  /** Nothing was ever opened. */
  #untouched = true;
  #wasMissing = false;

  constructor(options: LogChainOptions) {
    this.#options = options;
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

  /** Nothing has the name; since the last look something may have had it. */
  async #lookForMissed(): Promise<void> {
    const last = this.#last;
    this.#wasMissing = true;
    if (!(last instanceof OpenLog)) return;
    if ((await this.#takeMissed(last, null)).length > 0) last.drained = false;
  }

  /** Reads on in all logs, in order, a bounded number of bytes. */
  async read(): Promise<ReadTurn> {
    let more = false;
    let failure: FollowState | null = null;
    for (const { log } of [...this.#logs]) {
      const isNamed = log === this.#last && this.#named !== null;
      try {
        const advance = await this.#advance(log, isNamed);
        if (advance === 'drained') continue;
        more = true;
        // What was written first comes first; only a log that was read to its end may be overtaken by the next.
        if (advance === 'truncated' || (log instanceof OpenLog && !log.drained)) break;
      } catch (error) {
        if (log instanceof OpenLog) log.broken = true;
        if (isNamed) failure = stateOf(error);
      }
    }
    await this.#leaveQuiet();
    const last = this.#last;
    return { more, failure, atEnd: !more && (!(last instanceof OpenPipe) || last.ended) };
  }

  /** Ends all streams at once, whatever is still being read. */
  end(): void {
    for (const { log, unwatch } of this.#logs) {
      unwatch();
      endOf(log);
    }
  }

  /** Closes all; nothing may be read any more. */
  async close(): Promise<void> {
    this.end();
    const logs = this.#logs.splice(0);
    await Promise.all(logs.map(({ log }) => this.#options.fs.close(log.fd)));
  }

  get #last(): OpenLog | OpenPipe | null {
    return this.#logs.at(-1)?.log ?? null;
  }

  async #takeUp(facts: FileFacts): Promise<FileFacts> {
    const { fs, path } = this.#options;
    const last = this.#last;
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
      return opened;
    } catch (error) {
      await fs.close(fd);
      throw error;
    }
  }

  async #takePipe(fd: number, facts: FileFacts): Promise<void> {
    const { fs, newOutlet } = this.#options;
    if (this.#hasOpen(facts.id)) await fs.close(fd);
    else this.#add(this.#logs.length, new OpenPipe(fs, fd, facts, newOutlet));
  }

  async #takeLog(fd: number, facts: FileFacts, names: readonly string[], known: Set<string>): Promise<void> {
    const { fs, path } = this.#options;
    const index = this.#logs.findIndex(({ log }) => log.id === facts.id);
    const again = this.#logs[index];
    if (again?.log instanceof OpenLog) {
      // It was given its name back, or could not be read for a while.
      this.#logs.push(...this.#logs.splice(index, 1));
      again.unwatch();
      await again.log.reopen(fd);
      again.unwatch = fs.watchOpen(fd, path, this.#options.onChange);
      return;
    }
    const last = this.#last;
    if (last instanceof OpenLog && (await this.#isContinued(last, fd))) {
      this.#add(
        this.#logs.length,
        this.#open(fd, facts, { names, known, place: last.place, outlet: last.outlet, complete: false }),
      );
      await this.#leave(last, false);
      return;
    }
    if (last instanceof OpenLog) {
      last.drained = false;
      const missed = await this.#takeMissed(last, facts.id);
      for (const rotated of missed) known.add(markOf(rotated.facts));
    }
    const outlet = this.#options.newOutlet();
    const place = this.#untouched ? await this.#firstPlace(fd, facts.size, outlet) : beginning;
    this.#add(this.#logs.length, this.#open(fd, facts, { names, known, place, outlet, complete: false }));
  }

  /** Takes up what had the name after the last log and was rotated before anyone looked. */
  async #takeMissed(last: OpenLog, current: string | null): Promise<readonly Rotated[]> {
    const missed = await missedSince(this.#options.fs, last, current, this.#hasOpen);
    for (const rotated of missed)
      await this.#addRotated(this.#logs.length, rotated, {
        of: last,
        place: beginning,
        outlet: null,
        complete: false,
      });
    return missed;
  }

  /** Where the first log is begun. A log that came while it was waited for is all new, but nobody writes gigabytes at once. */
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
    return (await this.#isDeleted(last)) && (await hasPlace(this.#options.fs, fd, last.place));
  }

  async #advance(log: OpenLog | OpenPipe, isNamed: boolean): Promise<Advance> {
    if (log instanceof OpenPipe) return log.advance();
    const { fs } = this.#options;
    const now = (isNamed ? this.#named : null) ?? (await fs.fstat(log.fd));
    const advance = await log.advance(now);
    if (advance !== 'truncated') {
      log.broken = false;
      if (isNamed) log.modifiedAtName = now.modified;
      return advance;
    }
    const copies = await copiesBeforeTruncation(fs, log, this.#hasOpen);
    const [copy, ...newer] = copies;
    const index = this.#logs.findIndex((other) => other.log === log);
    const { place, outlet } = log;
    if (copy === undefined) outlet.end();
    else {
      for (const rotated of newer.toReversed())
        await this.#addRotated(index, rotated, { of: log, place: beginning, outlet: null, complete: true });
      await this.#addRotated(index, copy, { of: log, place, outlet, complete: true });
    }
    log.restart(this.#options.newOutlet());
    return 'truncated';
  }

  /** Lets go of logs to which nothing is written any more. */
  async #leaveQuiet(): Promise<void> {
    const last = this.#last;
    for (const { log } of [...this.#logs]) {
      if (log instanceof OpenPipe) {
        if (log !== last && log.ended) await this.#leave(log, true);
        continue;
      }
      const over = log.drained && log !== last && (log.complete || this.#logs.length > mostOpen);
      if (over || (log.quietFor >= quietUntilLeft && (await this.#isOutdated(log))))
        await this.#leave(log, true);
    }
  }

  /** Nothing has its name any more, or a newer one with something in it has. */
  async #isOutdated(log: OpenLog): Promise<boolean> {
    const last = this.#last;
    if (log === last && this.#named !== null) return false;
    if (log !== last && !(last instanceof OpenLog && last.place.offset === 0)) return true;
    return this.#isDeleted(log);
  }

  /** It has no name left, or its server no longer knows it. */
  async #isDeleted(log: OpenLog): Promise<boolean> {
    const facts = await this.#options.fs.fstat(log.fd).catch(() => null);
    return facts === null || facts.links === 0;
  }

  async #leave(log: OpenLog | OpenPipe, ended: boolean): Promise<void> {
    const index = this.#logs.findIndex((other) => other.log === log);
    for (const { unwatch } of this.#logs.splice(index, 1)) unwatch();
    if (ended) endOf(log);
    await this.#options.fs.close(log.fd);
  }

  readonly #hasOpen = (id: string): boolean => this.#logs.some(({ log }) => log.id === id);

  /** @param from `outlet` is null where a stream of its own begins */
  async #addRotated(
    index: number,
    { path, facts }: Rotated,
    from: {
      readonly of: OpenLog;
      readonly place: Place;
      readonly outlet: Outlet | null;
      readonly complete: boolean;
    },
  ): Promise<void> {
    const { fs, newOutlet } = this.#options;
    const { names, known } = from.of;
    const fd = await fs.open(path).catch(() => null);
    const opened = fd === null ? null : await fs.fstat(fd).catch(() => null);
    if (fd === null || opened?.id !== facts.id) {
      from.outlet?.end();
      if (fd !== null) await fs.close(fd);
      return;
    }
    known.add(markOf(facts));
    this.#add(index, this.#open(fd, opened, { ...from, names, known, outlet: from.outlet ?? newOutlet() }));
  }

  #open(
    fd: number,
    facts: FileFacts,
    from: {
      readonly names: readonly string[];
      readonly known: Set<string>;
      readonly place: Place;
      readonly outlet: Outlet;
      readonly complete: boolean;
    },
  ): OpenLog {
    const { fs, clock } = this.#options;
    return new OpenLog({ fs, clock, fd, facts, ...from });
  }

  #add(index: number, log: OpenLog | OpenPipe): void {
    const { fs, path, onChange } = this.#options;
    this.#untouched = false;
    this.#logs.splice(index, 0, { log, unwatch: fs.watchOpen(log.fd, path, onChange) });
  }
}

function endOf(log: OpenLog | OpenPipe): void {
  if (log instanceof OpenPipe) log.end();
  else log.outlet.end();
}
