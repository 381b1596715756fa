import type { Platform } from '../platform/platform.ts';
import type { Miner } from '../rig/miner.ts';
import type { StallThresholds } from '../rig/stall.ts';
import { hasCome, type StallEvent, type StallKind } from '../rig/stall.ts';
import { checkEvery, StallWatch } from '../rig/stall-watch.ts';
import { stallOverWords, stallWords } from '../rig/stall-words.ts';
import type { Warnings } from '../rig/warnings.ts';
import type { Clock, Timers } from '../time.ts';
import type { StallCommandLines } from './stall-commands.ts';
import { StallCommands } from './stall-commands.ts';

/** What counts as stuck or slow, and what is done about it. */
export interface StallOptions extends StallCommandLines {
  readonly thresholds: StallThresholds;
  /** The fraction of its own median hashrate below which a card is slow; `null`: never. */
  readonly slowBelow: number | null;
}

/** What looking for stuck miners needs. */
export interface StallsOptions extends StallOptions {
  readonly startShell: Platform['startShell'];
  readonly clock: Clock;
  readonly timers: Timers;
  readonly warnings: Warnings;
  /** Says a line where there is no panel that shows it. */
  readonly say: (line: string) => void;
  /** Takes a step; what it throws is told, and the next is taken. */
  readonly guarded: (step: () => void) => void;
}

/** One miner that is looked at. */
export interface Watched {
  /** In what it is stuck, the worst first. */
  readonly standing: readonly StallKind[];
  /** From now on. */
  begin(miner: Miner): void;
}

/** Looks after all miners again and again, and tells whoever is to know of a stall once. */
export class Stalls {
  readonly #options: StallsOptions;
  readonly #commands: StallCommands;
  readonly #checks: (() => void)[] = [];
  #cancel: () => void;

  constructor(options: StallsOptions) {
    const { startShell, timers, warnings } = options;
    this.#options = options;
    this.#commands = new StallCommands({
      ...options,
      start: startShell,
      timers,
      onProblem: (line, source) => warnings.raise('tool', line, `on-stall ${source}`),
      onSuccess: (source) => warnings.clear('tool', `on-stall ${source}`),
    });
    this.#cancel = timers.after(checkEvery, () => this.#check());
  }

  watch(onStall: (kind: StallKind) => void = () => {}): Watched {
    const watch = new StallWatch(this.#options.thresholds);
    return {
      get standing() {
        return watch.standing;
      },
      begin: (miner) => {
        this.#checks.push(() => {
          for (const event of watch.check(this.#options.clock.monotonic(), miner.facts()))
            this.#options.guarded(() => this.#tell(event, miner, onStall));
        });
      },
    };
  }

  /** Nothing is looked at any more. A command that still runs goes on. */
  end(): void {
    this.#cancel();
  }

  #check(): void {
    for (const check of this.#checks) this.#options.guarded(check);
    this.#cancel = this.#options.timers.after(checkEvery, () => this.#check());
  }

  #tell({ type, kind, lasting }: StallEvent, miner: Miner, onStall: (kind: StallKind) => void): void {
    const stall = { kind, lasting };
    const facts = miner.facts();
    const come = facts !== null && hasCome(kind, facts);
    const words = type === 'stalled' ? stallWords(stall) : stallOverWords(stall, come);
    this.#options.say(`${miner.source}: ${words}`);
    if (type === 'stalled') this.#options.guarded(() => onStall(kind));
    this.#commands.told({
      state: type,
      source: miner.source,
      kind,
      seconds: lasting,
      cards: miner.cardNames(),
      bitstream: miner.bitstream,
      words: `${miner.source}: ${words}`,
    });
  }
}
