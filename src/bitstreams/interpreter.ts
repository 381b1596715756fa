import type { EventKind, Reading } from '../readings/reading.ts';
import type { Bitstream } from './bitstream.ts';
import { dnaOf, type Fields, failureReasonOf, sharesOf, statsOf } from './fields.ts';
import { compilePattern, longestLine } from './pattern.ts';
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
}

type Rule = readonly [pattern: RegExp, reading: (fields: Fields) => Reading | null];

/**
 * The one interpreter of all bitstreams.
 *
 * @throws SyntaxError when a pattern of the bitstream is none.
 */
export function createInterpreter(bitstream: Bitstream): Interpreter {
  const rules = rulesOf(bitstream);
  const table = bitstream.table === null ? null : createTableReader(bitstream.table);

  return {
    bitstream,
    read(line) {
      if (line === '') return { type: 'known' };
      if (line.length > longestLine) return null;
      const row = table?.read(line) ?? null;
      if (row !== null) return row;
      for (const [pattern, reading] of rules) {
        const match = pattern.exec(line);
        if (match !== null) return reading(match.groups ?? {});
      }
      return null;
    },
  };
}

function rulesOf(bitstream: Bitstream): readonly Rule[] {
  const known = (): Reading => ({ type: 'known' });
  const event = (kind: EventKind) => (): Reading => ({ type: 'event', kind });
  const rule = (pattern: string, reading: (fields: Fields) => Reading | null): Rule => [
    compilePattern(pattern),
    reading,
  ];
  return [
    ...bitstream.stats.map((pattern) => rule(pattern, (fields) => statsOf(fields, null))),
    ...bitstream.shares.map((pattern) => rule(pattern, sharesReading)),
    ...bitstream.failures.map((pattern) => rule(pattern, failureReading)),
    ...bitstream.events.map((mark) => rule(mark.pattern, event(mark.kind))),
    ...(bitstream.banner === null ? [] : [rule(bitstream.banner, () => ({ type: 'start' }))]),
    ...bitstream.cardNamed.map((pattern) => rule(pattern, cardReading)),
    ...bitstream.known.map((pattern) => rule(pattern, known)),
  ];
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
