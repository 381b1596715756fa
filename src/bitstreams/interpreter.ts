import type { Reading } from '../readings/reading.ts';
import type { Bitstream, StatsLine } from './bitstream.ts';
import { dnaOf, failureReasonOf, processBy, sharesBy, statsBy, textAt } from './fields.ts';
import type { Finding } from './finding.ts';
import { FirstAlgorithm } from './generic/first-algorithm.ts';
import { HeadedTables } from './headed-tables.ts';
import { cardsIn, type LinePattern } from './line-pattern.ts';
import { longestLine } from './pattern.ts';
import { findingBy, type Readings, Rule, readBy, withoutDigits } from './rule.ts';
import { createTableReader, headerOfTable } from './table.ts';

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
  /** What a line says as part of a table under one of the bitstream's headers; `null` when it is none. */
  readTable(shown: string): readonly Reading[] | null;
  /** How a line was read just now; `null` where that tells nothing of others. Nothing is changed by asking. */
  findingIn(line: string): Finding | null;
  /** Whether all its patterns take one digit as well as another. */
  takesDigitsAlike(): boolean;
  /** Whether this line, and those that differ from it only in digits, can have no sign of the program. */
  hasNoSign(line: string): boolean;
  /** Whether what it has read decides how it reads another line, apart from the tables between bars. */
  remembers(): boolean;
  /** Texts of which one stands in each line with such signs; `null` where that can't be told. */
  readonly signTexts: readonly string[] | null;
}

/** Shorter texts stand in too many lines. */
const shortestText = 3;

const known: readonly Reading[] = [{ type: 'known' }];

/** The one interpreter of all bitstreams, whose patterns are known to be right. */
export function createInterpreter(bitstream: Bitstream): Interpreter {
  const headed = bitstream.headers.length === 0 ? null : new HeadedTables(bitstream.headers);
  const { signs, others } = rulesOf(bitstream, () => headed?.devices ?? []);
  const table = bitstream.table === null ? null : createTableReader(bitstream.table);

  const readSigns = (line: string): readonly Reading[] => {
    if (line === '') return known;
    if (line.length > longestLine) return [];
    const row = table?.read(line) ?? null;
    if (row === null) {
      const found = readBy(signs, line);
      // What is told outside of a table ends it: a later line would be taken for a row by chance.
      if (headed !== null && found.length > 0) headed.end();
      return found;
    }
    return row.type === 'known' ? headerOfTable : [row];
  };
  const readAll = (line: string): readonly Reading[] => {
    const found = readSigns(line);
    return found.length > 0 || line.length > longestLine ? found : readBy(others, line);
  };
  const findingIn = (line: string): Finding | null => {
    // Where a row stands counts in tables under headers, not only what is in it.
    if (headed !== null || line.length > longestLine) return null;
    if (table !== null && line.startsWith('|')) return table.findingIn(line);
    return findingBy([...signs, ...others], line);
  };
  const texts = signs.map(({ needed }) => needed);
  const told = table === null && texts.every((text) => text.length >= shortestText);
  return {
    bitstream,
    readAll,
    readSigns,
    read: (line) => readAll(line)[0] ?? null,
    readTable: (shown) => headed?.read(shown) ?? null,
    findingIn,
    takesDigitsAlike: () => [...signs, ...others].every((rule) => rule.takesDigitsAlike),
    hasNoSign(line) {
      const alike = withoutDigits(line);
      if (table !== null && line.startsWith('|')) return false;
      return signs.every((rule) => rule.matchesNoneLike(line, alike));
    },
    remembers: () => headed !== null || [...signs, ...others].some((rule) => rule.remembers),
    signTexts: told ? texts : null,
  };
}

/** The devices of the newest table, in its order. */
type Devices = () => readonly number[];

/** The signs that the program runs, its statistics and its start, and all else. */
function rulesOf(
  bitstream: Bitstream,
  devices: Devices,
): {
  readonly signs: readonly Rule[];
  readonly others: readonly Rule[];
} {
  const always = (reading: Reading) => () => () => [reading];
  const algorithms = new FirstAlgorithm();
  const partial = bitstream.partial === true;
  const rule = (line: string | StatsLine) => statsRule(line, partial, devices, algorithms);
  const signs = [
    ...bitstream.stats.filter((line) => !isShared(line)).map(rule),
    ...(bitstream.banner === null ? [] : [new Rule(bitstream.banner, startReadings(algorithms))]),
  ];
  const others = [
    ...bitstream.stats.filter(isShared).map(rule),
    ...bitstream.shares.map((pattern) => new Rule(pattern, sharesReadings)),
    ...bitstream.failures.map((pattern) => new Rule(pattern, failureReadings)),
    ...bitstream.events.map(({ pattern, kind }) => new Rule(pattern, always({ type: 'event', kind }))),
    ...bitstream.cardNamed.map((pattern) => new Rule(pattern, cardReadings)),
    ...bitstream.known.map((pattern) => new Rule(pattern, (line) => knownReadings(line, algorithms))),
  ];
  return { signs, others };
}

/** What other programs print alike is no sign of this one. */
function isShared(line: string | StatsLine): boolean {
  return typeof line !== 'string' && line.shared === true;
}

/** Such a line may name the algorithm of the lines behind it. */
function knownReadings(pattern: LinePattern, algorithms: FirstAlgorithm): Readings {
  const at = pattern.of('algorithm');
  return (pieces) => {
    if (at !== undefined) algorithms.caption(textAt(at, pieces) ?? '');
    return known;
  };
}

function startReadings(algorithms: FirstAlgorithm): () => Readings {
  return () => () => {
    algorithms.forget();
    return [{ type: 'start' }];
  };
}

function statsRule(
  line: string | StatsLine,
  partial: boolean,
  devices: Devices,
  algorithms: FirstAlgorithm,
): Rule {
  const ofOneCard = typeof line === 'string' && !partial;
  const make = (pattern: LinePattern): Readings => {
    const readings =
      typeof line === 'string'
        ? readingsOfOne(pattern, partial)
        : readingsOfAll(line, pattern, partial, devices);
    const at = pattern.of('algorithm');
    // Clocks and temperatures are the same for all.
    const counted = ['hashrate', 'sharesGood', 'each'].some((name) => pattern.of(name) !== undefined);
    if (at === undefined)
      return counted ? (pieces) => (algorithms.counts ? readings(pieces) : known) : readings;
    return (pieces) => (algorithms.isFirst(textAt(at, pieces) ?? '') ? readings(pieces) : known);
  };
  return new Rule(typeof line === 'string' ? line : line.line, make, ofOneCard);
}

function readingsOfOne(pattern: LinePattern, partial: boolean): Readings {
  const statsOf = statsBy(pattern, partial);
  return (pieces) => [statsOf(pieces, null)];
}

function readingsOfAll(line: StatsLine, pattern: LinePattern, partial: boolean, devices: Devices): Readings {
  const processOf = line.of === 'process' ? processBy(pattern) : null;
  const each = line.each === null ? null : cardsIn(line.each, pattern, partial, devices);
  const eachAt = pattern.of('each');
  return (pieces) => {
    const process = processOf?.(pieces) ?? null;
    const text = textAt(eachAt, pieces);
    const cards = each === null ? [] : each(text ?? '', pieces);
    if (cards === null) return null;
    const readings = process === null ? cards : [process, ...cards];
    return readings.length === 0 ? known : readings;
  };
}

function sharesReadings(pattern: LinePattern): Readings {
  const sharesOf = sharesBy(pattern);
  return (pieces) => {
    const shares = sharesOf(pieces);
    return shares === null ? known : [{ type: 'shares', shares }];
  };
}

function failureReadings(pattern: LinePattern): Readings {
  const reasonAt = pattern.of('reason');
  return (pieces) => {
    return [{ type: 'share-failure', reason: failureReasonOf(textAt(reasonAt, pieces) ?? '') }];
  };
}

function cardReadings(pattern: LinePattern): Readings {
  const dnaAt = pattern.of('dna');
  return (pieces) => {
    const dna = dnaOf(textAt(dnaAt, pieces));
    return dna === null ? known : [{ type: 'card', dna }];
  };
}
