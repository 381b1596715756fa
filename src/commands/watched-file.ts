import type { Timers } from '../time.ts';
import { stateOfFiles } from '../values/file-text.ts';

/** Seconds between two looks at the file. */
const every = 1;

/** Which file, and what is done about it. */
export interface WatchedFileOptions {
  readonly file: string;
  /** What it was like when it was read, as `stateOfFiles` tells it. */
  readonly state: string;
  readonly timers: Timers;
  /** Never rejects. */
  readonly changed: () => Promise<void>;
  /** Something that changes whenever the file does. */
  readonly stateOf?: (files: readonly string[]) => Promise<string>;
}

/** A file that may change while the program runs. */
export interface WatchedFile {
  /** Takes it for changed, whatever it is like. */
  changedNow(): Promise<void>;
}

/**
 * Looks at a file once a second, for good. A change counts when it has stood still for a second, so that a file that is
 * being written is not read; one that is asked for counts at once.
 */
export function watchFile({
  file,
  state,
  timers,
  changed,
  stateOf = stateOfFiles,
}: WatchedFileOptions): WatchedFile {
  let known = state;
  let changing: string | null = null;
  /** Settles when the last look has ended: one comes after the other. */
  let turn: Promise<void> = Promise.resolve();

  async function look(now: boolean): Promise<void> {
    const found = await stateOf([file]);
    if (!now && found === known) {
      changing = null;
    } else if (!now && found !== changing) {
      changing = found;
    } else {
      known = found;
      changing = null;
      await changed();
    }
  }
  const inTurn = (now: boolean): Promise<void> => {
    turn = turn.then(() => look(now));
    return turn;
  };
  const again = (): void => {
    timers.after(every, () => inTurn(false).then(again, again));
  };
  again();
  return { changedNow: () => inTurn(true) };
}
