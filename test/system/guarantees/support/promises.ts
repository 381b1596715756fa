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
  'odd-endless-line': {
    says: 'A gigabyte without a newline, half of it NULs, goes through in seconds and in less than 200 MB of memory.',
    test: 'odd-input.test.ts',
    tee: 'keeps',
  },
  'odd-endless-line-panel': {
    says: 'The panel shows the start of a line that does not end, and what comes after it.',
    test: 'odd-input.test.ts',
    tee: null,
  },
  'odd-bytes': {
    says: 'Lines of 5 MB, NULs, invalid UTF-8 and every other byte reach the log and a pipe as they are, and the next line is read.',
    test: 'odd-input.test.ts',
    tee: 'keeps',
  },
  'odd-utf16': {
    says: 'UTF-16, as PowerShell 5.1 writes it, is read and shown, with its mark or without; the log has the bytes as they came.',
    test: 'odd-input.test.ts',
    tee: null,
  },
  'odd-escapes': {
    says: 'Of the escape sequences in the miner’s text only colours reach the terminal: before the panel is there, above it, and after it was taken away.',
    test: 'odd-input.test.ts',
    tee: 'passes them all on, as it is made to',
  },
  'odd-widths': {
    says: 'Text from right to left, wide, without width or under a thousand accents leaves the panel as it is.',
    test: 'odd-input.test.ts',
    tee: null,
  },
} as const satisfies Readonly<Record<string, Promised>>;

/** The short name of a promise. */
export type PromiseId = keyof typeof promises;
