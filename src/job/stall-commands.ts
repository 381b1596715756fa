import { errorWords } from '../error-words.ts';
import type { ShellRun, Variables } from '../platform/shell.ts';
import type { StallKind } from '../rig/stall.ts';
import type { Timers } from '../time.ts';

/** What a command is told, and what it is run for. */
export interface StallFacts {
  readonly state: 'stalled' | 'over';
  readonly source: string;
  readonly kind: StallKind;
  /** Seconds without, as far back as the start. */
  readonly seconds: number;
  readonly cards: readonly string[];
  /** `null` while none has recognised anything. */
  readonly bitstream: string | null;
  /** All of it in a sentence, for a message to somebody. */
  readonly words: string;
}

/** Command lines for a shell; `null` for none. */
export interface StallCommandLines {
  readonly onStall: string | null;
  readonly onStallOver: string | null;
}

/** What they are run with. */
export interface StallCommandsOptions extends StallCommandLines {
  /** Starts a shell with these variables beside the environment. */
  readonly start: (command: string, variables: Variables) => ShellRun;
  readonly timers: Timers;
  /** One failed: a line with the way out. */
  readonly onProblem: (line: string, source: string) => void;
  readonly onSuccess: (source: string) => void;
}

/** Seconds that a command may take. */
export const longestRun = 60;
/** Commands at the same time: a dead network can stall a hundred miners at once. */
const mostRunning = 4;
/** What waits for each miner; beyond it the oldest is forgotten. Each kind of stall can begin and end. */
const mostWaiting = 6;

/**
 * Runs a command of the user's when a stall begins or is over: in the order of the events, one at a time for each
 * miner. Nothing waits for it, and what it prints is not shown. One that still runs when the tool ends goes on: it may
 * be restarting the miner.
 */
export class StallCommands {
  readonly #options: StallCommandsOptions;
  readonly #running = new Set<string>();
  #waiting: { readonly command: string; readonly facts: StallFacts }[] = [];

  constructor(options: StallCommandsOptions) {
    this.#options = options;
  }

  told(facts: StallFacts): void {
    const command = facts.state === 'stalled' ? this.#options.onStall : this.#options.onStallOver;
    if (command === null) return;
    this.#waiting.push({ command, facts });
    const own = this.#waiting.filter(({ facts: { source } }) => source === facts.source);
    if (own.length > mostWaiting) this.#waiting = this.#waiting.filter((other) => other !== own[0]);
    this.#next();
  }

  #next(): void {
    for (const next of [...this.#waiting]) {
      if (this.#running.size >= mostRunning) return;
      if (this.#running.has(next.facts.source)) continue;
      this.#waiting = this.#waiting.filter((other) => other !== next);
      this.#run(next.command, next.facts);
    }
  }

  async #run(command: string, facts: StallFacts): Promise<void> {
    const { timers, onProblem, onSuccess } = this.#options;
    const { source, state } = facts;
    this.#running.add(source);
    const run = this.#start(command, facts);
    let late = false;
    const cancel = timers.after(longestRun, () => {
      late = true;
      run.end();
    });
    const result = await run.ended;
    cancel();
    this.#running.delete(source);
    const option = state === 'stalled' ? '--on-stall' : '--on-stall-over';
    if (result === 0) onSuccess(source);
    else onProblem(`${option}: ${whyOf(result, late)}: ${command}`, source);
    this.#next();
  }

  #start(command: string, facts: StallFacts): ShellRun {
    try {
      return this.#options.start(command, variablesOf(facts));
    } catch (error) {
      return { ended: Promise.resolve(errorWords(error)), end: () => {} };
    }
  }
}

function variablesOf({ state, source, kind, seconds, cards, bitstream, words }: StallFacts) {
  return {
    FPGA_TEE_SOURCE: source,
    FPGA_TEE_STALL: kind,
    FPGA_TEE_STALL_STATE: state,
    FPGA_TEE_STALL_SECONDS: String(Math.round(seconds)),
    FPGA_TEE_STALL_TEXT: words,
    FPGA_TEE_CARDS: cards.join(','),
    FPGA_TEE_BITSTREAM: bitstream ?? '',
  };
}

function whyOf(result: number | string, late: boolean): string {
  if (late) return `ended after ${longestRun} s; put what takes longer in the background`;
  if (result === 127) return 'the shell found no such program (exit 127); give its whole path';
  if (result === 126) return 'the program may not be executed (exit 126); allow it with chmod +x';
  return typeof result === 'number'
    ? `failed with exit code ${result}; try it by hand`
    : `could not be run to its end (${result}); try it by hand`;
}
