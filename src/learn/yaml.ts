import type { StatsLine } from '../bitstreams/bitstream.ts';
import { readSample } from '../bitstreams/format-sample.ts';
import { gaugeNames, gauges } from '../readings/gauges.ts';
import type { PrintedShares, Reading } from '../readings/reading.ts';
import { hashrateUnits, timesTenTo } from '../readings/units.ts';
import { formatOf, type Learned, type Lesson, type Unread } from './learn.ts';
import type { LearnedTable } from './tables.ts';

/** How a format that was learned is called. */
export interface FormatWords {
  readonly name: string;
  readonly title: string;
  /** Where it was learned from, for people. */
  readonly source: string;
}

/** The format's file. What is unsure stands in comments. */
export function yamlOf(
  { learned, tables, unsaid, unread, lines }: Lesson,
  { name, title, source }: FormatWords,
): string {
  const head = [
    `# Learned from ${inComment(source)}, ${lines} lines. Look it through, above all where a comment doubts something.`,
    '# `fpga-tee check --format <this file> <log>` shows what it reads; docs/bitstreams.md tells all that can stand here.',
    `name: ${name}`,
    `title: ${quoted(title)}`,
    'shares-of: printed',
    '# Values that stand on several lines are taken together.',
    'partial: true',
  ];
  const rows = [
    ...head,
    ...(tables.length === 0 ? [] : ['headers:', ...tables.flatMap(headerRows)]),
    ...(learned.length === 0 ? [] : ['stats:', ...learned.flatMap(statsRows)]),
    ...(learned.length === 0 && tables.length === 0
      ? startRows(unread)
      : ['samples:', ...sampleRows(learned, tables)]),
  ];
  if (unsaid.length > 0)
    rows.push(
      '',
      '# These tell something, too, but no pattern could be made of them:',
      ...unsaid.map(exampleRow),
    );
  if (unread.length > 0) rows.push('', ...unreadRows(unread));
  return `${rows.join('\n')}\n`;
}

/** Where nothing was found: what is left to do. */
function startRows([first]: readonly Unread[]): readonly string[] {
  return [
    '# Nothing was found by units and words. Below stand patterns of the lines: move those that tell something here, put names in',
    '# (%{COUNT:index}, %{NUMBER:hashrate:MH/s}, %{NUMBER:temperature}, …), and say in a sample what they must give. A line of all cards',
    '# together is written `- line: …` with `of: process` below it.',
    'stats:',
    'samples:',
    '#  - lines:',
    `#      - ${quoted(inComment(first?.line ?? ''))}`,
    '#    gives:',
    '#      - stats: { index: 0, hashrate: 12.3 MH/s, temperature: 45 }',
  ];
}

/** Lines in which nothing was found, each with a pattern that needs names only. */
function unreadRows(unread: readonly Unread[]): readonly string[] {
  return [
    '# Nothing was found in these, the most frequent first. A pattern becomes one of stats where its values get names, such as',
    '# %{NUMBER:hashrate} %{UNIT:hashrate}; or one of known, where it tells nothing.',
    ...unread.flatMap(({ line, pattern, count }) => [
      `#   ${count} × ${inComment(line)}`,
      `#  - ${inComment(quoted(pattern))}`,
    ]),
  ];
}

function exampleRow(line: string): string {
  return `#   ${inComment(line)}`;
}

function headerRows({ header, count }: LearnedTable): readonly string[] {
  return [
    `  # ${count} ${count === 1 ? 'row' : 'rows'} by the words above them`,
    ...(count === 1 ? ['  # unsure: only one row of the log is so'] : []),
    `  - ${quoted(header)}`,
  ];
}

function statsRows({ line, count, doubts }: Learned): readonly string[] {
  const comment = [
    `  # ${count} ${count === 1 ? 'line' : 'lines'}`,
    ...doubts.map((doubt) => `  # unsure: ${doubt}`),
  ];
  return [...comment, ...(typeof line === 'string' ? [`  - ${quoted(line)}`] : lineRows(line))];
}

function lineRows({ line, of, each }: StatsLine): readonly string[] {
  return [
    `  - line: ${quoted(line)}`,
    ...(of === 'process' ? ['    of: process'] : []),
    ...(each === null ? [] : [`    each: ${quoted(each)}`]),
  ];
}

/** An example of each table and each pattern, with what the whole format reads in it. */
function sampleRows(learned: readonly Learned[], tables: readonly LearnedTable[]): readonly string[] {
  const format = formatOf(
    learned.map(({ line }) => line),
    tables.map(({ header }) => header),
  );
  return [...tables.map(({ lines }) => lines), ...learned.map(({ examples }) => examples)].flatMap(
    (lines) => {
      const gives = readSample(format, lines).flatMap(({ reading }) => givenRow(reading));
      return [
        '  - lines:',
        ...lines.map((line) => `      - ${quoted(line)}`),
        ...(gives.length === 0 ? ['    gives: []'] : ['    gives:', ...gives]),
      ];
    },
  );
}

function givenRow(reading: Reading): readonly string[] {
  if (reading.type === 'stats') {
    const { dna, index, device } = reading.card;
    const values = gaugeNames.flatMap((name) => {
      const value = reading.gauges[name];
      if (value === null) return [];
      if (name === 'hashrate') return [`hashrate: ${printed(reading, value)}`];
      const { unit } = gauges[name];
      return [`${name}: ${timesTenTo(-(unit?.exponent ?? 0), value)} ${unit?.name ?? ''}`.trimEnd()];
    });
    const all = [
      ...(dna === null ? [] : [`dna: ${quoted(dna)}`]),
      ...(index === null ? [] : [`index: ${index}`]),
      ...(device === null ? [] : [`device: ${quoted(device)}`]),
      ...values,
      ...sharesOf(reading.shares),
    ];
    return [`      - stats: { ${all.join(', ')} }`];
  }
  if (reading.type !== 'process') return [];
  const { hashrate, power, shares } = reading;
  const all = [
    ...(hashrate === null ? [] : [`hashrate: ${rate(hashrate)}`]),
    ...(power === null ? [] : [`power: ${power} W`]),
    ...sharesOf(shares),
  ];
  return [`      - process: { ${all.join(', ')} }`];
}

/** In the largest unit of which it is more than one. */
function rate(value: number): string {
  const units = hashrateUnits.map(([name, exponent]) => ({
    name,
    exponent,
    text: timesTenTo(-exponent, value),
  }));
  const [unit] = units
    .filter(({ text, exponent }) => text >= 1 && timesTenTo(exponent, text) === value)
    .sort((a, b) => b.exponent - a.exponent);
  return unit === undefined ? `${value} H/s` : `${unit.text} ${unit.name}`;
}

function printed(reading: Extract<Reading, { type: 'stats' }>, value: number): string {
  return reading.printed === null ? rate(value) : `${reading.printed.value} ${reading.printed.unit}`;
}

function sharesOf(shares: PrintedShares | null): readonly string[] {
  if (shares === null) return [];
  const { total, rejected, stale } = shares;
  return [
    `shares: ${rejected === null ? total : `${total - rejected}/${total}`}`,
    ...(stale === undefined ? [] : [`stale: ${stale}`]),
  ];
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function inComment(text: string): string {
  return text.replace(/[^\P{C}\t]/gu, '?');
}
