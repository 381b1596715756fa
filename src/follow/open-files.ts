import type { Clock } from '../time.ts';
import type { FileFacts, FollowFs } from './follow-fs.ts';
import { type FileStart, FollowedFile } from './followed-file.ts';
import { FollowedPipe } from './followed-pipe.ts';
import type { Rotated } from './rotated.ts';

/**
 * Seconds that a log which lost its name to a newer one, or was deleted, is read on after its last growth: a miner that
 * keeps its log open writes on into it, at times only every few minutes. Until then a deleted log takes room on the disk.
 */
export const quietUntilLeft = 600;
/** Logs that are held open at once for one name. */
const mostOpen = 24;

interface Entry {
  readonly log: FollowedFile | FollowedPipe;
  unwatch: () => void;
}

/** What a list of open logs is made from. */
export interface OpenFilesOptions {
  readonly fs: FollowFs;
  readonly clock: Clock;
  /** The name that all of them have or had. */
  readonly path: string;
  /** One of them changed. */
  readonly onChange: () => void;
}

/** The logs that are held open for one name, oldest first; each is watched, and closed once. */
export class OpenFiles {
  readonly #options: OpenFilesOptions;
  readonly #entries: Entry[] = [];

  constructor(options: OpenFilesOptions) {
    this.#options = options;
  }

  /** As they are now; what is added or left meanwhile does not disturb who goes through them. */
  get logs(): readonly (FollowedFile | FollowedPipe)[] {
    return this.#entries.map(({ log }) => log);
  }

  get last(): FollowedFile | FollowedPipe | null {
    return this.#entries.at(-1)?.log ?? null;
  }

  /** Whether a file, by its `FileFacts.id`, is among them. */
  readonly has = (id: string): boolean => this.#entries.some(({ log }) => log.id === id);

  addPipe(pipe: FollowedPipe): void {
    this.#add(this.#entries.length, pipe);
  }

  /** @param before what it is older than; `null` for the newest of all */
  addLog(fd: number, facts: FileFacts, start: FileStart, before: FollowedFile | null = null): void {
    const { fs, clock } = this.#options;
    const index = this.#entries.findIndex(({ log }) => log === before);
    this.#add(index === -1 ? this.#entries.length : index, new FollowedFile(fs, clock, fd, facts, start));
  }

  /**
   * Opens a log that was rotated and adds it.
   *
   * @returns false when it can't be opened, or is another one by now
   */
  async addRotated(
    { path, facts }: Rotated,
    start: FileStart,
    before: FollowedFile | null = null,
  ): Promise<boolean> {
    const { fs } = this.#options;
    const fd = await fs.open(path).catch(() => null);
    if (fd === null) return false;
    const opened = await fs.fstat(fd).catch(() => null);
    if (opened?.id !== facts.id) {
      await fs.close(fd);
      return false;
    }
    this.addLog(fd, opened, start, before);
    return true;
  }

  /** A log that is among them has the name again, or still: it is the newest, and read by the new descriptor. */
  async returnTo(id: string, fd: number): Promise<boolean> {
    const { fs, path, onChange } = this.#options;
    const index = this.#entries.findIndex(({ log }) => log.id === id);
    const entry = this.#entries[index];
    if (entry === undefined || entry.log instanceof FollowedPipe) return false;
    this.#entries.push(...this.#entries.splice(index, 1));
    entry.unwatch();
    await entry.log.reopen(fd);
    entry.unwatch = fs.watchOpen(fd, path, onChange);
    return true;
  }

  /** Closes one; its stream is left as it is. */
  async leave(log: FollowedFile | FollowedPipe): Promise<void> {
    const index = this.#entries.findIndex((other) => other.log === log);
    for (const { unwatch } of this.#entries.splice(index, 1)) unwatch();
    await this.#options.fs.close(log.fd);
  }

  /**
   * Lets go of those to which nothing is written any more.
   *
   * @param isNamed whether the last one still has the name
   */
  async leaveQuiet(isNamed: boolean): Promise<void> {
    for (const log of this.logs) {
      const isLast = log === this.last;
      if (log instanceof FollowedPipe) {
        if (isLast || log.writer === 'there') continue;
        log.end();
        await this.leave(log);
        continue;
      }
      const isOver = !isLast && log.drained && (log.start.complete || this.#entries.length > mostOpen);
      const isQuiet = log.quietFor >= quietUntilLeft && !(isLast && isNamed);
      if (!isOver && !(isQuiet && (await this.#isOutdated(log)))) continue;
      // A copy ends before what follows it has begun.
      log.stream.end(!log.start.complete);
      await this.leave(log);
    }
  }

  /** It has no name left, or its server no longer knows it. */
  async isDeleted(log: FollowedFile): Promise<boolean> {
    const facts = await this.#options.fs.fstat(log.fd).catch(() => null);
    return facts === null || facts.links === 0;
  }

  /** Ends all streams at once, whatever is still being read. */
  end(): void {
    for (const { log, unwatch } of this.#entries) {
      unwatch();
      if (log instanceof FollowedPipe) log.end();
      else log.stream.end(log !== this.last);
    }
  }

  /** Closes all; nothing may be read any more. */
  async close(): Promise<void> {
    this.end();
    await Promise.all(this.#entries.splice(0).map(({ log }) => this.#options.fs.close(log.fd)));
  }

  /** Nothing has its name any more, or a newer one with something in it has. */
  async #isOutdated(log: FollowedFile): Promise<boolean> {
    const { last } = this;
    const lastIsEmpty = last instanceof FollowedFile && last.position.offset === 0;
    if (log !== last && !lastIsEmpty) return true;
    return this.isDeleted(log);
  }

  #add(index: number, log: FollowedFile | FollowedPipe): void {
    const { fs, path, onChange } = this.#options;
    this.#entries.splice(index, 0, { log, unwatch: fs.watchOpen(log.fd, path, onChange) });
  }
}
