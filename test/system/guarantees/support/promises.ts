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
  'http-scrapes': {
    says: '10,000 scrapes, and fifty at once again and again, make no byte of the miner more than 50 ms late, and all are answered.',
    test: 'http.test.ts',
    tee: null,
  },
  'http-silent': {
    says: 'A thousand connections that send nothing keep no scrape out, make no byte more than 50 ms late, and leave descriptors free, also with `ulimit -n 160`.',
    test: 'http.test.ts',
    tee: null,
  },
  'http-unread': {
    says: 'Whoever asks for the metrics and does not read them, or a byte a second, or asks a thousand times without reading, makes no byte more than 50 ms late and keeps no scrape out.',
    test: 'http.test.ts',
    tee: null,
  },
  'http-garbage': {
    says: 'Headers of 1 MB, bodies and garbage on the port are refused, and make no byte more than 50 ms late.',
    test: 'http.test.ts',
    tee: null,
  },
} as const satisfies Readonly<Record<string, Promised>>;

/** The short name of a promise. */
export type PromiseId = keyof typeof promises;
