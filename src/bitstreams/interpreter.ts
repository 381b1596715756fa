import type { Reading } from '../readings/reading.ts';
import type { Bitstream, StatsLine } from './bitstream.ts';
import { dnaOf, type Fields, failureReasonOf, namedBy, processOf, sharesOf, statsOf } from './fields.ts';
import { cardsIn, LinePattern } from './line-pattern.ts';
import { longestLine } from './pattern.ts';
import { createTableReader } from './table.ts';

/** Reads one miner's lines by one bitstream. Stateful only in the table header it has seen last. */
export interface Interpreter {
  readonly bitstream: Bitstream;
  /**
   * What the line says; `null` when it is no line of this bitstream.
   *
   * @param line text without colours, line end and blanks around it
   */
  read(line: string): Reading | null;
  /** The same of a line that may be about several cards: all that it says, nothing when it is no line of this bitstream. */
  readAll(line: string): readonly Reading[];
  /** The same, as far as it shows that this bitstream's program runs: its statistics or its start. */
  readSigns(line: string): readonly Reading[];
}

/** What lines of a pattern say; `null` for one that is none in spite of its pattern. */
type Rule = readonly [pattern: LinePattern, readings: (fields: Fields) => readonly Reading[] | null];

const known: readonly Reading[] = [{ type: 'known' }];

/**
 * The one interpreter of all bitstreams.
 *
 * @throws SyntaxError when a pattern of the bitstream is none.
 */
export function createInterpreter(bitstream: Bitstream): Interpreter {
  const { signs, others } = rulesOf(bitstream);
  const table = bitstream.table === null ? null : createTableReader(bitstream.table);

  const readSigns = (line: string): readonly Reading[] => {
    if (line === '') return known;
    if (line.length > longestLine) return [];
    const row = table?.read(line) ?? null;
    return row === null ? readBy(signs, line) : [row];
  };
  const readAll = (line: string): readonly Reading[] => {
    const found = readSigns(line);
    return found.length > 0 || line.length > longestLine ? found : readBy(others, line);
  };
  return { bitstream, readAll, readSigns, read: (line) => readAll(line)[0] ?? null };
}

function readBy(rules: readonly Rule[], line: string): readonly Reading[] {
  for (const [pattern, readings] of rules) {
    const fields = pattern.read(line);
    const found = fields === null ? null : readings(fields);
    if (found !== null) return found;
  }
  return [];
}

/** The signs that the program runs, its statistics and its start, and all else. */
function rulesOf(bitstream: Bitstream): {
  readonly signs: readonly Rule[];
  readonly others: readonly Rule[];
} {
  const rule = (pattern: string, reading: (fields: Fields) => Reading): Rule => [
    new LinePattern(pattern),
    (fields) => [reading(fields)],
  ];
  const signs = [
    ...bitstream.stats.map((line) => statsRule(line, bitstream.partial === true)),
    ...(bitstream.banner === null ? [] : [rule(bitstream.banner, () => ({ type: 'start' }))]),
  ];
  const others = [
    ...bitstream.shares.map((pattern) => rule(pattern, sharesReading)),
    ...bitstream.failures.map((pattern) => rule(pattern, failureReading)),
    ...bitstream.events.map(({ pattern, kind }) => rule(pattern, () => ({ type: 'event', kind }))),
    ...bitstream.cardNamed.map((pattern) => rule(pattern, cardReading)),
    ...bitstream.known.map((pattern) => rule(pattern, () => ({ type: 'known' }))),
  ];
  return { signs, others };
}

function statsRule(line: string | StatsLine, partial: boolean): Rule {
  if (typeof line === 'string') {
    const pattern = new LinePattern(line);
    const named = namedBy((name) => pattern.has(name));
    return [pattern, (fields) => [statsOf(fields, null, partial, named)]];
  }
  const each = line.each === null ? null : cardsIn(line.each);
  return [
    new LinePattern(line.line),
    (fields) => {
      const process = line.of === 'process' ? processOf(fields) : null;
      const cards = each === null ? [] : each(fields.get('each') ?? '', fields);
      if (cards === null) return null;
      const ofCards = cards.map((card) => statsOf(card, null, partial));
      const readings = process === null ? ofCards : [process, ...ofCards];
      return readings.length === 0 ? known : readings;
    },
  ];
}

function sharesReading(fields: Fields): Reading {
  const shares = sharesOf(fields);
  return shares === null ? { type: 'known' } : { type: 'shares', shares };
}

function failureReading(fields: Fields): Reading {
  return { type: 'share-failure', reason: failureReasonOf(fields.get('reason') ?? '') };
}

function cardReading(fields: Fields): Reading {
  const dna = dnaOf(fields.get('dna'));
  return dna === null ? { type: 'known' } : { type: 'card', dna };
}
