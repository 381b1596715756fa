import type { Clock } from '../time.ts';
import type { FileStream } from './file-stream.ts';
import type { FileFacts, FollowFs } from './follow-fs.ts';
import { type FollowState, stateOf, unreadable } from './follow-state.ts';
import { type Advance, type FileStart, FollowedFile } from './followed-file.ts';
import { FollowedPipe } from './followed-pipe.ts';
import { findNewestReading, searchLimit } from './newest-reading.ts';
import { OpenFiles } from './open-files.ts';
import { beginning, fingerprintLength, isSameUpTo, type Position, positionAt } from './position.ts';
import { copiesBeforeTruncation, markOf, missedSince, type Rotated, rotatedBeside } from './rotated.ts';

/** What a chain of logs is made from. */
export interface LogChainOptions {
  readonly fs: FollowFs;
  readonly clock: Clock;
  readonly path: string;
  readonly from: 'newest' | 'start';
  readonly hasReading: (block: Uint8Array) => boolean;
  readonly newStream: () => FileStream;
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
  readonly #open: OpenFiles;
  /** The facts of what has the name, if that is the last one held. */
  #named: FileFacts | null = null;
  /** Nothing was ever opened. */
  #untouched = true;
  #wasMissing = false;

  constructor(options: LogChainOptions) {
    this.#options = options;
    this.#open = new OpenFiles(options);
  }

  /** Seconds since anything was read; 0 where there is a pipe. */
  get quietFor(): number {
    return Math.min(...this.#open.logs.map((log) => (log instanceof FollowedPipe ? 0 : log.quietFor)));
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
    for (const log of this.#open.logs) {
      const named = log === this.#open.last ? this.#named : null;
      try {
        const advance = log instanceof FollowedPipe ? await log.advance() : await this.#advance(log, named);
        if (advance === 'drained') continue;
        more = true;
        // What was written first comes first; only a log that was read to its end may be overtaken by the next.
        if (advance === 'truncated' || (log instanceof FollowedFile && !log.drained)) break;
      } catch (error) {
        if (log instanceof FollowedFile) log.broken = true;
        if (named !== null) failure = stateOf(error);
      }
    }
    await this.#open.leaveQuiet(this.#named !== null);
    const { last } = this.#open;
    return { more, failure, atEnd: !more && (!(last instanceof FollowedPipe) || last.writer === 'gone') };
  }

  /** Ends all streams at once, whatever is still being read. */
  end(): void {
    this.#open.end();
  }

  /** Closes all; nothing may be read any more. */
  close(): Promise<void> {
    return this.#open.close();
  }

  async #takeUp(facts: FileFacts): Promise<FileFacts> {
    const { fs, path } = this.#options;
    const { last } = this.#open;
    if (last?.id === facts.id && !(last instanceof FollowedFile && last.broken)) return facts;
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
    const { fs, newStream } = this.#options;
    if (this.#open.has(facts.id)) await fs.close(fd);
    else this.#open.addPipe(new FollowedPipe(fs, fd, facts, newStream));
  }

  async #takeLog(fd: number, facts: FileFacts, names: readonly string[], known: Set<string>): Promise<void> {
    if (await this.#open.returnTo(facts.id, fd)) return;
    const { last } = this.#open;
    const start = { names, known, complete: false };
    if (last instanceof FollowedFile && (await this.#isContinued(last, fd))) {
      this.#open.addLog(fd, facts, { ...start, position: last.position, stream: last.stream });
      await this.#open.leave(last);
      return;
    }
    if (last instanceof FollowedFile) {
      last.drained = false;
      for (const rotated of await this.#takeMissed(last, facts.id)) known.add(markOf(rotated.facts));
    }
    const stream = this.#options.newStream();
    const position = this.#untouched ? await this.#firstPosition(fd, facts.size, stream) : beginning;
    this.#open.addLog(fd, facts, { ...start, position, stream });
  }

  /** Nothing has the name; since the last look something may have had it. */
  async #lookForMissed(): Promise<void> {
    const { last } = this.#open;
    this.#wasMissing = true;
    if (!(last instanceof FollowedFile)) return;
    if ((await this.#takeMissed(last, null)).length > 0) last.drained = false;
  }

  /**
   * Takes up what had the name after the last log and was rotated before anyone looked.
   *
   * @param current the id of what has the name now
   */
  async #takeMissed(last: FollowedFile, current: string | null): Promise<readonly Rotated[]> {
    const { fs, newStream } = this.#options;
    const missed = await missedSince(fs, last, current, this.#open.has);
    for (const rotated of missed) {
      const start = { ...last.start, position: beginning, stream: newStream(), complete: false };
      if (await this.#open.addRotated(rotated, start)) start.known.add(markOf(rotated.facts));
    }
    return missed;
  }

  /** Where the first log is begun. One that came while it was waited for is all new, but nobody writes gigabytes at once. */
  async #firstPosition(fd: number, size: number, stream: FileStream): Promise<Position> {
    const { fs, from, hasReading } = this.#options;
    if (from === 'start' || (this.#wasMissing && size <= searchLimit)) return beginning;
    const { offset, mark } = await findNewestReading(fs, fd, size, hasReading);
    stream.bytes(mark);
    return positionAt(fs, fd, offset);
  }

  /**
   * Whether a file that replaced a deleted one is its continuation: a copy that was brought up to date (rsync), not a
   * new log. Only a whole page of the same bytes at the same place says so.
   */
  async #isContinued(last: FollowedFile, fd: number): Promise<boolean> {
    if (last.position.before.byteLength < fingerprintLength) return false;
    return (await this.#open.isDeleted(last)) && (await isSameUpTo(this.#options.fs, fd, last.position));
  }

  /** @param named its facts if it has the name */
  async #advance(log: FollowedFile, named: FileFacts | null): Promise<Advance> {
    const facts = named ?? (await this.#options.fs.fstat(log.fd));
    const advance = await log.advance(facts);
    log.broken = false;
    if (advance === 'truncated') await this.#beginAgain(log);
    else if (named !== null) log.modifiedAtName = facts.modified;
    return advance;
  }

  /** A log was truncated: what of it is in copies comes first, then what is in it now. */
  async #beginAgain(log: FollowedFile): Promise<void> {
    const { fs, newStream } = this.#options;
    const { position, stream } = log;
    const [copy, ...newer] = await copiesBeforeTruncation(fs, log, this.#open.has);
    const add = (rotated: Rotated, from: Pick<FileStart, 'position' | 'stream'>): Promise<boolean> => {
      log.start.known.add(markOf(rotated.facts));
      return this.#open.addRotated(rotated, { ...log.start, ...from, complete: true }, log);
    };
    if (copy === undefined || !(await add(copy, { position, stream }))) stream.end(false);
    for (const rotated of newer) await add(rotated, { position: beginning, stream: newStream() });
    log.restart(newStream());
  }
}
