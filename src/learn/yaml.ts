import type { StatsLine } from '../bitstreams/bitstream.ts';
import { readSample } from '../bitstreams/format-sample.ts';
import { gaugeNames, gauges } from '../readings/gauges.ts';
import type { PrintedShares, Reading } from '../readings/reading.ts';
import { timesTenTo } from '../readings/units.ts';
import { formatOf, type Learned, type Lesson } from './learn.ts';
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
    'samples:',
    ...sampleRows(learned, tables),
  ];
  if (unsaid.length > 0)
    rows.push(
      '',
      '# These tell something, too, but no pattern could be made of them:',
      ...unsaid.map(exampleRow),
    );
  if (unread.length > 0) {
    rows.push('', '# Nothing was found in these, the most frequent first:');
    for (const { line, count } of unread) rows.push(`#   ${count} × ${inComment(line)}`);
  }
  return `${rows.join('\n')}\n`;
}

function exampleRow(line: string): string {
  return `#   ${inComment(line)}`;
}

function headerRows({ header, count }: LearnedTable): readonly string[] {
  return [`  # ${count} ${count === 1 ? 'row' : 'rows'} by the words above them`, `  - ${quoted(header)}`];
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
    const { index, device } = reading.card;
    const values = gaugeNames.flatMap((name) => {
      const value = reading.gauges[name];
      if (value === null) return [];
      if (name === 'hashrate') return [`hashrate: ${printed(reading, value)}`];
      const { unit } = gauges[name];
      return [`${name}: ${timesTenTo(-(unit?.exponent ?? 0), value)} ${unit?.name ?? ''}`.trimEnd()];
    });
    const all = [
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
    ...(hashrate === null ? [] : [`hashrate: ${hashrate} H/s`]),
    ...(power === null ? [] : [`power: ${power} W`]),
    ...sharesOf(shares),
  ];
  return [`      - process: { ${all.join(', ')} }`];
}

function printed(reading: Extract<Reading, { type: 'stats' }>, value: number): string {
  return reading.printed === null ? `${value} H/s` : `${reading.printed.value} ${reading.printed.unit}`;
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
