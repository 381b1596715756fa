import type { Reading } from '../readings/reading.ts';
import type { Bitstream, StatsLine } from './bitstream.ts';
import { dnaOf, type Fields, failureReasonOf, processOf, sharesOf, statsOf } from './fields.ts';
import { compilePattern, longestLine, statedUnits } from './pattern.ts';
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
}

/** What lines of a pattern say; `null` for one that is none in spite of its pattern. */
type Rule = readonly [pattern: RegExp, readings: (fields: Fields) => readonly Reading[] | null];

const known: readonly Reading[] = [{ type: 'known' }];

/**
 * The one interpreter of all bitstreams.
 *
 * @throws SyntaxError when a pattern of the bitstream is none.
 */
export function createInterpreter(bitstream: Bitstream): Interpreter {
  const rules = rulesOf(bitstream);
  const table = bitstream.table === null ? null : createTableReader(bitstream.table);

  const readAll = (line: string): readonly Reading[] => {
    if (line === '') return known;
    if (line.length > longestLine) return [];
    const row = table?.read(line) ?? null;
    if (row !== null) return [row];
    for (const [pattern, readings] of rules) {
      const match = pattern.exec(line);
      const found = match === null ? null : readings(match.groups ?? {});
      if (found !== null) return found;
    }
    return [];
  };
  return { bitstream, readAll, read: (line) => readAll(line)[0] ?? null };
}

function rulesOf(bitstream: Bitstream): readonly Rule[] {
  const rule = (pattern: string, reading: (fields: Fields) => Reading): Rule => [
    compilePattern(pattern),
    (fields) => [reading(fields)],
  ];
  return [
    ...bitstream.stats.map((line) => statsRule(line, bitstream.partial === true)),
    ...bitstream.shares.map((pattern) => rule(pattern, sharesReading)),
    ...bitstream.failures.map((pattern) => rule(pattern, failureReading)),
    ...bitstream.events.map(({ pattern, kind }) => rule(pattern, () => ({ type: 'event', kind }))),
    ...(bitstream.banner === null ? [] : [rule(bitstream.banner, () => ({ type: 'start' }))]),
    ...bitstream.cardNamed.map((pattern) => rule(pattern, cardReading)),
    ...bitstream.known.map((pattern) => rule(pattern, () => ({ type: 'known' }))),
  ];
}

function statsRule(line: string | StatsLine, partial: boolean): Rule {
  if (typeof line === 'string') {
    const units = statedUnits(line);
    const withUnits = (fields: Fields) =>
      Object.keys(units).length === 0 ? fields : { ...units, ...fields };
    return [compilePattern(line), (fields) => [statsOf(withUnits(fields), null, partial)]];
  }
  const units = statedUnits(line.line);
  const each = line.each === null ? null : cardsReader(line.each, partial);
  return [
    compilePattern(line.line),
    (fields) => {
      const own = { ...units, ...fields };
      const process = line.of === 'process' ? processOf(own) : null;
      const cards = each === null ? [] : each(fields['each'] ?? '', own);
      if (cards === null) return null;
      const readings = process === null ? cards : [process, ...cards];
      return readings.length === 0 ? known : readings;
    },
  ];
}

/** Reads card after card; `null` where something stands between them that is none. */
function cardsReader(pattern: string, partial: boolean) {
  const card = new RegExp(`[\\s,|;]*${compilePattern(pattern).source.slice(1, -1)}(?=[\\s,|;]|$)`, 'y');
  const stated = statedUnits(pattern);
  return (text: string, line: Fields): readonly Reading[] | null => {
    const units = Object.fromEntries(Object.entries(line).filter(([name]) => name.endsWith('Unit')));
    const cards: Reading[] = [];
    card.lastIndex = 0;
    for (let match = card.exec(text); match !== null; match = card.exec(text)) {
      if (match[0] === '') break;
      const fields = { ...units, ...stated, ...given(match.groups ?? {}) };
      // One that has no name has its place.
      const named = [fields['index'], fields['dna'], fields['device']].some((name) => name !== undefined);
      cards.push(statsOf(named ? fields : { ...fields, index: String(cards.length) }, null, partial));
      if (card.lastIndex === text.length) return cards;
    }
    return /^[\s,|;]*$/.test(text) ? cards : null;
  };
}

function given(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function sharesReading(fields: Fields): Reading {
  const shares = sharesOf(fields);
  return shares === null ? { type: 'known' } : { type: 'shares', shares };
}

function failureReading(fields: Fields): Reading {
  return { type: 'share-failure', reason: failureReasonOf(fields['reason'] ?? '') };
}

function cardReading(fields: Fields): Reading {
  const dna = dnaOf(fields['dna']);
  return dna === null ? { type: 'known' } : { type: 'card', dna };
}
