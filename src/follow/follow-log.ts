import { dirname } from 'node:path';
import type { Clock, Timers } from '../time.ts';
import { type FollowFs, systemFollowFs } from './follow-fs.ts';
import { type FollowState, stateOf, unreadable } from './follow-state.ts';
import { LogChain } from './log-chain.ts';
import { type FollowedStream, Outlet } from './outlet.ts';

/** Seconds between looks at a log of which no change is heard. */
const lookEvery = 0.5;
/** Seconds from one look to the next however often a log changes: a line at a time costs too much. */
const lookAtMostEvery = 0.01;
/** Seconds between looks at whether a flood may flow again. */
const waitAgain = 0.005;
/** Seconds that the end waits for a disk or a server which does not answer. */
const patience = 1;
/** Seconds after which a look that has not come back counts as none: a server that is gone holds it for ever. */
const hungAfter = 10;

/** A log to follow, and whom to tell what is in it. */
export interface FollowOptions {
  readonly path: string;
  /** Begin with the newest reading that is in the log already, or with its first byte. */
  readonly from: 'newest' | 'start';
  /** Read to the end and stop. */
  readonly once: boolean;
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

/** A log that is followed. Never throws; whatever is wrong is a state. */
export interface FollowedLog {
  /** As `onState` was told, or unreadable while the file system does not answer. */
  state(): FollowState;
  /** Nothing is handed on any more. Resolves when all is closed. */
  stop(): Promise<void>;
  /** Resolves when following has stopped: with `once` at the end of the log, or when there is none to read. */
  readonly ended: Promise<void>;
}

/**
 * Follows what has a path, whatever becomes of it: rotated, truncated, deleted, replaced, not there yet. Each turn looks
 * what has the name, reads on in all that is open, and waits for a change or for the next look. It keeps no process alive.
 *
 * What can't be known: a log that was truncated and has grown past where it was read, with the same page of bytes there;
 * what was rotated away before the log was first looked at; what was compressed before it was read; what copytruncate
 * itself loses between its copy and its truncation.
 */
export function followLog(options: FollowOptions): FollowedLog {
  const { path, from, once, clock, timers, onFile, onState, onFault, fs = systemFollowFs } = options;
  let state: FollowState = { type: 'waiting' };
  let told = false;
  let stopped = false;
  /** The turn at work. */
  let turning: Promise<void> | null = null;
  let turnBeganAt = 0;
  let turnedAt = Number.NEGATIVE_INFINITY;
  /** Something changed since the turn began. */
  let changed = false;
  let cancelNext: () => void = () => {};
  let unwatchFolder: (() => void) | null = null;
  let hasEnded: () => void = () => {};
  const ended = new Promise<void>((resolve) => {
    hasEnded = resolve;
  });
  let stopping: Promise<void> | null = null;

  const guarded = <Result>(call: () => Result, otherwise: Result): Result => {
    try {
      return call();
    } catch (error) {
      fault(error);
      return otherwise;
    }
  };

  const fault = (error: unknown): void => {
    try {
      onFault(error);
    } catch {
      // Nobody is left to tell.
    }
  };

  const tell = (next: FollowState): void => {
    if (stopped || (told && isSame(state, next))) return;
    told = true;
    state = next;
    guarded(() => onState(next), undefined);
  };

  const onChange = (): void => {
    if (stopped || changed) return;
    changed = true;
    if (turning === null) turnAfter(Math.max(0, turnedAt + lookAtMostEvery - clock.monotonic()));
  };

  const chain = new LogChain({
    fs,
    clock,
    path,
    from,
    hasReading: (block) => guarded(() => options.hasReading(block), false),
    newOutlet() {
      const outlet = new Outlet(onFile, fault);
      if (stopped) outlet.end(false);
      return outlet;
    },
    onChange,
  });

  /** Where nothing has the name, its folder tells when something gets it. */
  const watchFolder = (isMissing: boolean): void => {
    if (isMissing) {
      // It may have come since it was looked for.
      changed ||= unwatchFolder === null;
      // Anew each time: the folder may be another one by now.
      unwatchFolder?.();
      unwatchFolder = fs.watchFolder(dirname(path), onChange);
    } else {
      unwatchFolder?.();
      unwatchFolder = null;
    }
  };

  const turn = async (): Promise<void> => {
    const looked = await chain.look();
    if (stopped) return;
    if (!once) watchFolder(looked.type !== 'following');
    const { more, atEnd, failure } = await chain.read();
    if (stopped) return;
    tell(failure ?? looked);
    const over = once && (atEnd || looked.type !== 'following' || failure !== null);
    if (over) void stop();
    else if (more) turnAfter(0);
    else turnAfter(changed ? lookAtMostEvery : lookEvery);
  };

  const turnAfter = (seconds: number): void => {
    cancelNext();
    cancelNext = timers.after(seconds, () => {
      if (guarded(options.shouldWait, false)) {
        turnAfter(waitAgain);
        return;
      }
      changed = false;
      turnBeganAt = clock.monotonic();
      turning = turn()
        .catch((error: unknown) => {
          fault(error);
          tell(stateOf(error));
          if (!stopped) turnAfter(lookEvery);
        })
        .finally(() => {
          turning = null;
          turnedAt = clock.monotonic();
        });
    });
  };

  const stop = (): Promise<void> => {
    stopping ??= (async () => {
      stopped = true;
      cancelNext();
      unwatchFolder?.();
      chain.end();
      const closed = (async () => {
        await turning;
        await chain.close();
      })();
      await Promise.race([closed, new Promise<void>((resolve) => timers.after(patience, resolve))]);
      hasEnded();
    })();
    return stopping;
  };

  const isHung = (): boolean => turning !== null && clock.monotonic() - turnBeganAt > hungAfter;

  turnAfter(0);
  return { state: () => (isHung() ? unreadable('its file system does not answer') : state), stop, ended };
}

function isSame(a: FollowState, b: FollowState): boolean {
  if (a.type === 'unreadable' && b.type === 'unreadable') return a.reason === b.reason;
  return a.type === b.type;
}
