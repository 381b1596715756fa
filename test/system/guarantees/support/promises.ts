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
} as const satisfies Readonly<Record<string, Promised>>;

/** The short name of a promise. */
export type PromiseId = keyof typeof promises;
