/** One promise of docs/guarantees.md. */
export interface Promised {
  /** What holds, short and exact. */
  readonly says: string;
  /** The file in test/system/guarantees that shows it. */
  readonly test: string;
  /**
   * What GNU tee did in the same test: `keeps` when it does the same, what happened instead in a few words, or `null`
   * where it has nothing of the kind.
   */
  readonly tee: string | null;
}

/** Every promise, in the order of the document; docs/guarantees.md and the tests are made from it. */
export const promises = {
  'stdout-closed': {
    says: 'When whoever reads stdout goes away (`| head -1`), the log goes on to the end.',
    test: 'stdout.test.ts',
    tee: 'ends at once, and the miner with it',
  },
  'ctrl-z': {
    says: 'Ctrl-Z stops the miner and gives the shell its prompt back; after `fg` all goes on, and nothing is lost (Linux).',
    test: 'job-control.test.ts',
    tee: 'keeps',
  },
  'ctrl-z-running-miner': {
    says: 'A miner that goes on after Ctrl-Z is logged on: the tool never stops while the miner runs (Linux).',
    test: 'job-control.test.ts',
    tee: 'is stopped, and the log with it',
  },
  'background-tostop': {
    says: 'In the background of a terminal that stops who writes to it (`stty tostop`) neither the tool nor the miner is stopped (Linux).',
    test: 'job-control.test.ts',
    tee: 'is stopped, and the miner with it',
  },
} as const satisfies Readonly<Record<string, Promised>>;

/** The short name of a promise. */
export type PromiseId = keyof typeof promises;
