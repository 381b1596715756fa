import type { Bitstream } from '../bitstreams/bitstream.ts';
import { knownBitstreams } from '../bitstreams/index.ts';
import { createReader } from '../bitstreams/reader.ts';
import type { Reading } from '../readings/reading.ts';

/** What is found out about lines that give no readings. */
export type FormatProblem =
  /** They are statistics in a bitstream that was not to be tried. */
  | { readonly type: 'other'; readonly bitstream: string; readonly asked: string }
  /** So many lines, and no statistics in any bitstream. */
  | { readonly type: 'unknown'; readonly lines: number };

/** So many lines of statistics show who prints them: one alone may be chatter. */
const certain = 3;
/** So many lines without statistics are not just how a miner begins. */
const tooMany = 50;

/** Looks at a miner's lines that give no readings: by which bitstream they would, or that none reads them. */
export class FormatWatch {
  readonly #asked: string;
  readonly #others: readonly Bitstream[];
  readonly #tell: (problem: FormatProblem | null) => void;
  #reader;
  /** Lines of statistics that the others would have read since the last that was read. */
  #missed = 0;
  #unread = 0;
  #everRead = false;
  #told = false;

  /**
   * @param candidates the bitstreams that are tried
   * @param tell told once when something is wrong, and `null` once it is not any more
   */
  constructor(candidates: readonly Bitstream[], tell: (problem: FormatProblem | null) => void) {
    this.#asked = candidates[0]?.name ?? '';
    this.#others = knownBitstreams().filter((one) => !candidates.includes(one));
    this.#tell = tell;
    this.#reader = createReader(this.#others);
  }

  /** A line was read, and gave this. */
  read(text: () => string, reading: Reading | null): void {
    if (reading?.type === 'stats' || reading?.type === 'process') this.#allIsWell();
    else if (reading?.type !== 'known' && !this.#told) this.#look(text());
  }

  #allIsWell(): void {
    if (this.#told) this.#tell(null);
    if (this.#missed > 0) this.#reader = createReader(this.#others);
    this.#missed = 0;
    this.#everRead = true;
    this.#told = false;
  }

  #look(text: string): void {
    const { readings, bitstream } = this.#reader.read(text);
    if (bitstream !== null && readings.some(({ type }) => type === 'stats')) {
      this.#missed += 1;
      if (this.#missed >= certain)
        this.#say({ type: 'other', bitstream: bitstream.name, asked: this.#asked });
      return;
    }
    // A miner that was read once may print what it likes.
    if (this.#everRead) return;
    this.#unread += 1;
    if (this.#unread >= tooMany) this.#say({ type: 'unknown', lines: this.#unread });
  }

  #say(problem: FormatProblem): void {
    this.#told = true;
    this.#tell(problem);
  }
}

/**
 * A line with the way out.
 *
 * @param who what people call the miner
 * @param log what can be given to `fpga-tee check`
 */
export function formatWords(problem: FormatProblem, who: string, log: string): string {
  if (problem.type === 'unknown')
    return `no statistics in ${problem.lines} lines of ${who}: fpga-tee check ${log} tells why`;
  const { bitstream, asked } = problem;
  return `${who} prints statistics of ${bitstream}, not of ${asked}: leave -b (in a rig file: bitstream) out, or name ${bitstream}`;
}
