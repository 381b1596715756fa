import type { Miner } from '../rig/miner.ts';
import { hasCome, type StallKind } from '../rig/stall.ts';
import { checkEvery, type StallEvent, StallWatch } from '../rig/stall-watch.ts';
import { stallOverWords, stallWords } from '../rig/stall-words.ts';
import type { Shared } from './job-options.ts';
import { StallCommands } from './stall-commands.ts';

/** One miner that is looked at. */
export interface Watched {
  /** In what it is stuck, the worst first. */
  readonly standing: readonly StallKind[];
  /** From now on. */
  begin(miner: Miner): void;
}

/** Looks after all miners again and again, and tells whoever is to know of a stall once. */
export class Stalls {
  readonly #shared: Shared;
  readonly #commands: StallCommands;
  readonly #checks: (() => void)[] = [];
  #cancel: () => void;

  constructor(shared: Shared) {
    const { io, options, warnings } = shared;
    this.#shared = shared;
    this.#commands = new StallCommands({
      ...options.stalls,
      start: io.platform.startShell,
      clock: io.clock,
      timers: io.timers,
      onProblem: (line, source) => warnings.raise('tool', line, `on-stall ${source}`),
      onSuccess: (source) => warnings.clear('tool', `on-stall ${source}`),
    });
    this.#cancel = io.timers.after(checkEvery, () => this.#check());
  }

  watch(onStall: (kind: StallKind) => void = () => {}): Watched {
    const watch = new StallWatch(this.#shared.options.stalls.thresholds);
    return {
      get standing() {
        return watch.standing;
      },
      begin: (miner) => {
        this.#checks.push(() => {
          for (const event of watch.check(this.#shared.io.clock.monotonic(), miner.facts()))
            this.#guard(() => this.#tell(event, miner, onStall));
        });
      },
    };
  }

  /** Nothing is looked at any more. A command that still runs goes on. */
  end(): void {
    this.#cancel();
  }

  #check(): void {
    for (const check of this.#checks) this.#guard(check);
    this.#cancel = this.#shared.io.timers.after(checkEvery, () => this.#check());
  }

  #tell({ type, kind, lasting }: StallEvent, miner: Miner, onStall: (kind: StallKind) => void): void {
    const stall = { kind, lasting };
    const facts = miner.facts();
    const come = facts !== null && hasCome(kind, facts);
    const words = type === 'stalled' ? stallWords(stall) : stallOverWords(stall, come);
    this.#shared.say(`${miner.source}: ${words}`);
    if (type === 'stalled') this.#guard(() => onStall(kind));
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

  /** What fails is told, and the next step is taken. */
  #guard(step: () => void): void {
    this.#shared.warnings.guard('tool', 'looking for stuck miners', step);
  }
}
