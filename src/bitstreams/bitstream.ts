import type { GaugeName } from '../readings/gauges.ts';
import type { EventKind, Reading } from '../readings/reading.ts';

/**
 * A bitstream's text format as data: everything the interpreter needs to read a miner's lines, and the proof
 * that it does. Plain strings and arrays only, so that a format from a user's file is the same thing.
 *
 * Patterns are regular expressions that must match the whole line (they are anchored at both ends), after
 * colours, line ends and leading and trailing blanks are taken off. `%{NUMBER:clock}` stands for a value of a
 * kind (`NUMBER`, `COUNT`, `DNA`) under a name, `%{UNIT:clock}` for its unit in any spelling; `%{DATE}` and the like for
 * text. See `pattern.ts`.
 */
export interface Bitstream {
  readonly name: string;
  /** Coin and miner program, for people. */
  readonly title: string;
  /** Bitstreams of the same miner program that choosing this one by name reads as well. */
  readonly siblings?: readonly string[];
  /**
   * True where each message begins with a newline and ends with none: the newest line then has no newline until
   * the next message comes, so it must be read when it has been quiet for a moment.
   */
  readonly newlineFirst: boolean;
  /**
   * Whom a line such as `accepted: 12/13` counts for: the only card, or all cards of the process together. `printed`: cards
   * and process each have the shares that are printed for them, and none where there are none.
   */
  readonly sharesOf: 'card' | 'miner' | 'printed';
  /** The line that each start of the miner program prints once; `null` where none is known. */
  readonly banner: string | null;
  /**
   * Statistics on one line, of one card where not told otherwise. Names: those of the gauges (`readings/gauges.ts`), each in the unit that stands
   * beside it as `UNIT`, or else in its usual one; `dna`, `index`, `device`, `solutionsGood`, `solutionsBad`,
   * `solutionsTotal`, `sharesGood`, `sharesBad`, `sharesTotal`, `sharesStale`.
   */
  readonly stats: readonly (string | StatsLine)[];
  /** True where a card's values stand on several lines: what one does not tell stays as it was. */
  readonly partial?: boolean;
  /** All cards' statistics in a table; `null` where there is none. */
  readonly table: TableFormat | null;
  /** Headers of tables that are read by the words in them: each column's values stand below its title. */
  readonly headers: readonly string[];
  /** Shares counted on a line of their own. Names: `sharesGood`, `sharesTotal`. */
  readonly shares: readonly string[];
  /** A share that the pool refused. Name: `reason`. */
  readonly failures: readonly string[];
  readonly events: readonly EventMark[];
  /** The miner names its card before the first statistics. Name: `dna`. */
  readonly cardNamed: readonly string[];
  /** Lines that say nothing of value but belong to the format, so that they are not reported as unrecognised. */
  readonly known: readonly string[];
  /** Lines as the miner prints them and the readings they must give. A bitstream without them is an error. */
  readonly samples: readonly Sample[];
}

/** A line that is about more than one card. */
export interface StatsLine {
  readonly line: string;
  /** `process`: its own values are those of all cards together; `each`: it has none. */
  readonly of: 'process' | 'each';
  /** One card, again and again in what `%{EACH}` in the line stands for, in the line's unit where it names none. */
  readonly each: string | null;
  /** True where other programs print such a line, too: it counts only once another one has shown the format. */
  readonly shared?: boolean;
}

/** A table of columns between `|`, its header printed again and again above a row a card. */
export interface TableFormat {
  readonly columns: readonly TableColumn[];
}

/** A column is found by its header's name without the unit in parentheses; the unit is taken from the header. */
export interface TableColumn {
  readonly field: TableField;
  /** The names that miners give it, compared without regard to case. */
  readonly names: readonly string[];
  /** A line is a header, and a row a reading, only when all required columns are there. */
  readonly required: boolean;
}

/** What a column can hold. */
export type TableField = GaugeName | 'index' | 'device' | 'dna' | 'solutionsGood' | 'solutionsBad';

/** A line that marks an event. */
export interface EventMark {
  readonly kind: EventKind;
  readonly pattern: string;
}

/** Lines as the miner prints them, with what they must give. */
export interface Sample {
  readonly lines: readonly string[];
  /** The readings, in order; lines without a value give none. */
  readonly gives: readonly Reading[];
}
