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
  'crash-panel': {
    says: 'When the panel crashes (loading, drawing, at its end), every line is still shown, once, and the log is whole.',
    test: 'own-crashes.test.ts',
    tee: null,
  },
  'crash-reading': {
    says: 'When reading the lines crashes, at each line for ever, log and output are whole, and one line says so.',
    test: 'own-crashes.test.ts',
    tee: null,
  },
  'crash-metrics': {
    says: 'When making an answer or serving it crashes, log and output are whole, and the next request is answered.',
    test: 'own-crashes.test.ts',
    tee: null,
  },
  'crash-log': {
    says: 'When the call that writes the log throws, it is tried again: the log is whole.',
    test: 'own-crashes.test.ts',
    tee: null,
  },
  'crash-log-writer': {
    says: "When the log's own code crashes, the output is whole; what the log lacks is counted, and the exit code is 1.",
    test: 'own-crashes.test.ts',
    tee: null,
  },
  'crash-output': {
    says: 'When the call that writes stdout throws, it is tried again; should it throw for ever, the log is whole.',
    test: 'own-crashes.test.ts',
    tee: null,
  },
  'crash-stray': {
    says: 'An error that nobody catches (in a timer, a promise, a signal) stops nothing, is said once and counted each time.',
    test: 'own-crashes.test.ts',
    tee: null,
  },
  'crash-picture': {
    says: 'Failures that come for ever leave the picture whole: one row of the panel tells of them.',
    test: 'own-crashes.test.ts',
    tee: null,
  },
  'stderr-gone': {
    says: 'Closed or full and read by nobody, stderr stops nothing, however much there is to say.',
    test: 'own-crashes.test.ts',
    tee: null,
  },
} as const satisfies Readonly<Record<string, Promised>>;

/** The short name of a promise. */
export type PromiseId = keyof typeof promises;
