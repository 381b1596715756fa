import type { StallKind } from '../rig/stall.ts';
import { UserCommands, type UserCommandsOptions } from './user-commands.ts';

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
export type StallCommandsOptions = StallCommandLines & Omit<UserCommandsOptions, 'bounds'>;

/** A dead network can stall a hundred miners at once; and each kind of stall can begin and end. */
const bounds = { running: 4, waiting: 6, perHour: null };

/** Runs a command of the user's when a stall begins or is over, one at a time for each miner. */
export class StallCommands {
  readonly #lines: StallCommandLines;
  readonly #commands: UserCommands;

  constructor(options: StallCommandsOptions) {
    this.#lines = options;
    this.#commands = new UserCommands({ ...options, bounds });
  }

  told(facts: StallFacts): void {
    const { state, source, kind, seconds, cards, bitstream, words } = facts;
    const [option, command] =
      state === 'stalled'
        ? ['--on-stall', this.#lines.onStall]
        : ['--on-stall-over', this.#lines.onStallOver];
    if (command === null) return;
    const variables = {
      FPGA_TEE_SOURCE: source,
      FPGA_TEE_STALL: kind,
      FPGA_TEE_STALL_STATE: state,
      FPGA_TEE_STALL_SECONDS: String(Math.round(seconds)),
      FPGA_TEE_STALL_TEXT: words,
      FPGA_TEE_CARDS: cards.join(','),
      FPGA_TEE_BITSTREAM: bitstream ?? '',
    };
    this.#commands.run({ option, command, queue: source, variables });
  }
}
