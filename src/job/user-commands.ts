import { errorWords } from '../error-words.ts';
import type { ShellRun, Variables } from '../platform/shell.ts';
import type { Clock, Timers } from '../time.ts';

/** A command of the user's that is to be run. */
export interface UserCommand {
  /** The option that it comes from, such as `--on-stall`. */
  readonly option: string;
  readonly command: string;
  /** Those of the same queue run one after the other. */
  readonly queue: string;
  readonly variables: Variables;
}

/** How much may be run. */
export interface CommandBounds {
  /** At the same time, of different queues. */
  readonly running: number;
  /** What waits in each queue; beyond it the oldest is forgotten. */
  readonly waiting: number;
  /** Starts within an hour; `null` for any number. */
  readonly perHour: number | null;
}

/** What they are run with. */
export interface UserCommandsOptions {
  readonly bounds: CommandBounds;
  /** Starts a shell with these variables beside the environment. */
  readonly start: (command: string, variables: Variables) => ShellRun;
  readonly clock: Pick<Clock, 'monotonic'>;
  readonly timers: Timers;
  /** One failed, or is not run: a line with the way out. */
  readonly onProblem: (line: string, queue: string) => void;
  readonly onSuccess: (queue: string) => void;
}

/** Seconds that a command may take. */
export const longestRun = 60;
const hour = 3600;

/**
 * Runs commands of the user's in a shell, in the order in which they are asked for, one at a time for each queue.
 * Nothing waits for them, and what they print is not shown. One that still runs when the tool ends goes on: it may be
 * restarting the miner.
 */
export class UserCommands {
  readonly #options: UserCommandsOptions;
  readonly #running = new Set<string>();
  #waiting: readonly UserCommand[] = [];
  /** When those of the last hour were started. */
  #started: readonly number[] = [];

  constructor(options: UserCommandsOptions) {
    this.#options = options;
  }

  run(wanted: UserCommand): void {
    this.#waiting = [...this.#waiting, wanted];
    const own = this.#waiting.filter(({ queue }) => queue === wanted.queue);
    if (own.length > this.#options.bounds.waiting)
      this.#waiting = this.#waiting.filter((other) => other !== own[0]);
    this.#next();
  }

  #next(): void {
    for (const next of this.#waiting) {
      if (this.#running.size >= this.#options.bounds.running) return;
      if (this.#running.has(next.queue)) continue;
      this.#waiting = this.#waiting.filter((other) => other !== next);
      if (this.#mayStart(next)) void this.#run(next);
    }
  }

  #mayStart({ option, queue }: UserCommand): boolean {
    const { clock, bounds, onProblem } = this.#options;
    const now = clock.monotonic();
    this.#started = this.#started.filter((at) => now - at < hour);
    if (bounds.perHour === null || this.#started.length < bounds.perHour) {
      if (bounds.perHour !== null) this.#started = [...this.#started, now];
      return true;
    }
    onProblem(`${option}: not run, as it ran ${bounds.perHour} times within an hour`, queue);
    return false;
  }

  async #run(wanted: UserCommand): Promise<void> {
    const { timers, onProblem, onSuccess } = this.#options;
    const { option, command, queue } = wanted;
    this.#running.add(queue);
    const run = this.#start(wanted);
    let late = false;
    const cancel = timers.after(longestRun, () => {
      late = true;
      run.end();
    });
    const result = await run.ended;
    cancel();
    this.#running.delete(queue);
    if (result === 0) onSuccess(queue);
    else onProblem(`${option}: ${whyOf(result, late)}: ${command}`, queue);
    this.#next();
  }

  #start({ command, variables }: UserCommand): ShellRun {
    try {
      return this.#options.start(command, variables);
    } catch (error) {
      return { ended: Promise.resolve(errorWords(error)), end: () => {} };
    }
  }
}

function whyOf(result: number | string, late: boolean): string {
  if (late) return `ended after ${longestRun} s; put what takes longer in the background`;
  if (result === 127) return 'the shell found no such program (exit 127); give its whole path';
  if (result === 126) return 'the program may not be executed (exit 126); allow it with chmod +x';
  return typeof result === 'number'
    ? `failed with exit code ${result}; try it by hand`
    : `could not be run to its end (${result}); try it by hand`;
}
