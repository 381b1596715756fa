import { dirname } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Clock, Timers } from '../time.ts';
import { FileStream, type FollowedStream } from './file-stream.ts';
import { type FollowFs, systemFollowFs } from './follow-fs.ts';
import { type FollowState, stateOf, unreadable } from './follow-state.ts';
import { LogChain } from './log-chain.ts';

/** Seconds between looks at a log of which no change is heard. */
const lookEvery = 0.5;
/** The same of one that is heard of, once it has been quiet for so long. */
const lookEveryWhenQuiet = 2;
const quietAfter = 10;
/** Seconds from one look to the next however often a log changes, and of each log beside it: a line at a time costs too much. */
const lookAtMostEvery = 0.01;
const lookAtMostEveryOfMany = 0.008;
/** Seconds between looks at whether a flood may flow again. */
const waitAgain = 0.005;
/** Seconds that the end waits for a disk or a server which does not answer. */
const patience = 1;
/** Seconds after which a look that has not come back counts as none: a server that is gone holds it for ever. */
const hungAfter = 10;

/** A log to follow, and whom to tell what is in it. */
export interface FollowLogOptions {
  readonly path: string;
  /** Begin with the newest reading that is in the log already, or with its first byte. */
  readonly from: 'newest' | 'start';
  /** Read to the end and stop. */
  readonly once: boolean;
  /** How many are followed beside each other: the more, the seldomer each is looked at while they change. */
  readonly logs?: number;
  readonly clock: Clock;
  readonly timers: Timers;
  /** Whether a block of whole lines holds a reading. A byte order mark comes first where the log is in UTF-16. */
  readonly hasReading: (block: Uint8Array) => boolean;
  /**
   * A file begins, at its first byte, and its bytes go to what this returns. The one before it may not have ended yet:
   * after a rename a miner can write on into the old file while there is a new one.
   */
  readonly onFile: () => FollowedStream;
  /** Asked before each turn of reading; while it says so, nothing is read. It must only ever hold back a flood. */
  readonly shouldWait: () => boolean;
  /** How it stands with the log has changed. */
  readonly onState: (state: FollowState) => void;
  /** A callback threw, or something of the follower's own failed: it is told, and following goes on. */
  readonly onFault: (error: unknown) => void;
  readonly fs?: FollowFs;
}

/**
 * Follows what has a path, whatever becomes of it: rotated, truncated, deleted, replaced, not there yet. Each turn looks
 * what has the name, reads on in all that is open, and waits for a change or for the next look. Never throws, whatever is
 * wrong is a state; keeps no process alive.
 *
 * What can't be known: a log that was truncated and has grown past where it was read, with the same page of bytes there;
 * what was rotated away before the log was first looked at; what was compressed before it was read; what copytruncate
 * itself loses between its copy and its truncation.
 */
export class FollowedLog {
  /** Resolves when following has stopped: with `once` at the end of the log, or when there is none to read. */
  readonly ended: Promise<void>;
  readonly #options: FollowLogOptions;
  readonly #fs: FollowFs;
  readonly #chain: LogChain;
  /** As it was told; `null` before the first look. */
  #state: FollowState | null = null;
  /** The turn at work. */
  #turning: Promise<void> | null = null;
  #turnBeganAt = 0;
  #turnedAt = Number.NEGATIVE_INFINITY;
  /** Something changed since the turn began, and had before it began. */
  #changed = false;
  #changedBefore = false;
  /** What was read last had been heard of: so will be what comes. */
  #hears = false;
  #cancelNext: () => void = () => {};
  #unwatchFolder: (() => void) | null = null;
  #stopped: Promise<void> | null = null;
  #hasEnded: () => void = () => {};

  constructor(options: FollowLogOptions) {
    this.#options = options;
    this.#fs = options.fs ?? systemFollowFs;
    this.ended = new Promise((resolve) => {
      this.#hasEnded = resolve;
    });
    this.#chain = new LogChain({
      ...options,
      fs: this.#fs,
      hasReading: (block) => this.#guarded(() => options.hasReading(block), false),
      newStream: () => {
        const stream = new FileStream(options.onFile, (error) => this.#fault(error));
        if (this.#stopped !== null) stream.end(false);
        return stream;
      },
      onChange: () => this.#onChange(),
    });
    this.#turnAfter(0);
  }

  /** As `onState` was told, or unreadable while the file system does not answer. */
  state(): FollowState {
    const isHung = this.#turning !== null && this.#options.clock.monotonic() - this.#turnBeganAt > hungAfter;
    return isHung ? unreadable('its file system does not answer') : (this.#state ?? { type: 'waiting' });
  }

  /** Nothing is handed on any more. Resolves when all is closed. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #stop(): Promise<void> {
    this.#cancelNext();
    this.#unwatchFolder?.();
    this.#chain.end();
    const closed = Promise.resolve(this.#turning).then(() => this.#chain.close());
    await Promise.race([
      closed,
      new Promise<void>((resolve) => this.#options.timers.after(patience, resolve)),
    ]);
    this.#hasEnded();
  }

  #turnAfter(seconds: number): void {
    const { timers, clock, shouldWait } = this.#options;
    this.#cancelNext();
    this.#cancelNext = timers.after(seconds, () => {
      if (this.#guarded(shouldWait, false)) {
        this.#turnAfter(waitAgain);
        return;
      }
      this.#changedBefore = this.#changed;
      this.#changed = false;
      this.#turnBeganAt = clock.monotonic();
      this.#turning = this.#turn()
        .catch((error: unknown) => {
          this.#fault(error);
          this.#tell(stateOf(error));
          if (this.#stopped === null) this.#turnAfter(lookEvery);
        })
        .finally(() => {
          this.#turning = null;
          this.#turnedAt = clock.monotonic();
        });
    });
  }

  async #turn(): Promise<void> {
    const { once } = this.#options;
    const looked = await this.#chain.look();
    if (this.#stopped !== null) return;
    if (!once) this.#watchFolder(looked.type !== 'following');
    const { more, atEnd, failure } = await this.#chain.read();
    if (this.#stopped !== null) return;
    const { quietFor } = this.#chain;
    const grew = quietFor <= this.#options.clock.monotonic() - this.#turnBeganAt;
    if (grew) this.#hears = this.#changed || this.#changedBefore;
    this.#tell(failure ?? looked);
    if (once && (atEnd || looked.type !== 'following' || failure !== null)) void this.stop();
    else if (more) this.#turnAfter(0);
    else if (this.#changed) this.#turnAfter(this.#soonest);
    else {
      const isQuiet = looked.type === 'following' && this.#hears && quietFor > quietAfter;
      this.#turnAfter(isQuiet ? lookEveryWhenQuiet : lookEvery);
    }
  }

  /** Seconds from one look to the next. */
  get #soonest(): number {
    return Math.max(lookAtMostEvery, (this.#options.logs ?? 1) * lookAtMostEveryOfMany);
  }

  #onChange(): void {
    if (this.#stopped !== null || this.#changed) return;
    this.#changed = true;
    if (this.#turning !== null) return;
    this.#turnAfter(Math.max(0, this.#turnedAt + this.#soonest - this.#options.clock.monotonic()));
  }

  /** Where nothing has the name, its folder tells when something gets it. */
  #watchFolder(isMissing: boolean): void {
    // It may have come since it was looked for.
    if (isMissing) this.#changed ||= this.#unwatchFolder === null;
    // Anew each time: the folder may be another one by now.
    this.#unwatchFolder?.();
    this.#unwatchFolder = isMissing
      ? this.#fs.watchFolder(dirname(this.#options.path), () => this.#onChange())
      : null;
  }

  #tell(next: FollowState): void {
    if (this.#stopped !== null || isDeepStrictEqual(this.#state, next)) return;
    this.#state = next;
    this.#guarded(() => this.#options.onState(next), undefined);
  }

  #guarded<Result>(call: () => Result, otherwise: Result): Result {
    try {
      return call();
    } catch (error) {
      this.#fault(error);
      return otherwise;
    }
  }

  #fault(error: unknown): void {
    try {
      this.#options.onFault(error);
    } catch {
      // Nobody is left to tell.
    }
  }
}
