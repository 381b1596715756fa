import { dirname } from 'node:path';
import type { Clock } from '../time.ts';
import type { FollowFs } from './follow-fs.ts';

/** Seconds in which any file system that is well has answered. */
const answersWithin = 0.5;

interface Call {
  readonly folder: string;
  readonly start: () => void;
}

/**
 * Lets the logs of one folder ask the file system one after the other, and only so many folders at once. Node has four
 * threads for files, and a call to a server that is gone keeps one for ever: so neither the logs of other folders nor
 * what the tool itself writes is left without.
 */
export class FolderTurns {
  readonly #clock: Clock;
  readonly #atOnce: number;
  /** When the call of each folder that is being answered began. */
  readonly #busy = new Map<string, number>();
  #waiting: Call[] = [];

  /** @param atOnce folders */
  constructor(clock: Clock, atOnce: number) {
    this.#clock = clock;
    this.#atOnce = atOnce;
  }

  /** A call has not come back in time. As long as it does not, Node waits for it at its own end. */
  get stuck(): boolean {
    return [...this.#busy.values()].some((began) => this.#clock.monotonic() - began > answersWithin);
  }

  /** The file system for one log. */
  fsFor(path: string, fs: FollowFs): FollowFs {
    const folder = dirname(path);
    const inTurn = <Result>(call: () => Promise<Result>): Promise<Result> => this.#inTurn(folder, call);
    return {
      stat: (of) => inTurn(() => fs.stat(of)),
      open: (of) => inTurn(() => fs.open(of)),
      fstat: (fd) => inTurn(() => fs.fstat(fd)),
      read: (fd, into, position) => inTurn(() => fs.read(fd, into, position)),
      close: (fd) => inTurn(() => fs.close(fd)),
      list: (of) => inTurn(() => fs.list(of)),
      realPath: (of) => inTurn(() => fs.realPath(of)),
      watchOpen: (fd, of, onChange) => fs.watchOpen(fd, of, onChange),
      watchFolder: (of, onChange) => fs.watchFolder(of, onChange),
    };
  }

  #inTurn<Result>(folder: string, call: () => Promise<Result>): Promise<Result> {
    return new Promise((resolve, reject) => {
      const start = (): void => {
        this.#busy.set(folder, this.#clock.monotonic());
        call()
          .then(resolve, reject)
          .finally(() => {
            this.#busy.delete(folder);
            this.#startNext();
          });
      };
      this.#waiting.push({ folder, start });
      this.#startNext();
    });
  }

  #startNext(): void {
    if (this.#busy.size >= this.#atOnce) return;
    const next = this.#waiting.find(({ folder }) => !this.#busy.has(folder));
    if (next === undefined) return;
    this.#waiting = this.#waiting.filter((call) => call !== next);
    next.start();
  }
}
