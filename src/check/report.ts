import { generic } from '../bitstreams/generic/bitstream.ts';
import { printable } from '../lines/printable.ts';
import { gaugeNumber, gaugeText, grouped, hashrate, perJoule, plural } from '../readings/format.ts';
import { type GaugeName, gaugeNames, gauges } from '../readings/gauges.ts';
import { failureReasons } from '../readings/reading.ts';
import type { CheckedLog, ReadLog } from './check.ts';
import type { Shape } from './shapes.ts';
import type { CardSummary, Spread } from './summary.ts';

/** The reports as JSON: `{"files":[…]}`, one entry a log that could be read, in SI units, ending in a newline. */
export function jsonReport(logs: readonly CheckedLog[]): string {
  const files = logs.flatMap((log) => (log.type === 'read' ? [log.summary] : []));
  return `${JSON.stringify({ files }, null, 2)}\n`;
}

/** The reports for people, in their units: a table a log, and below it what was not recognised. */
export function textReport(logs: readonly CheckedLog[]): string {
  return logs.flatMap((log) => (log.type === 'read' ? [logReport(log)] : [])).join('\n');
}

function logReport({ summary, unrecognised, otherBitstream, readByUnits }: ReadLog): string {
  const { lines } = summary;
  const rows = [
    `${printable(summary.path)}: ${summary.bitstream ?? 'no bitstream recognised'}`,
    `  ${plural(lines.stats + lines.share + lines.event + lines.other, 'line')}: ` +
      `${grouped(lines.stats)} stats, ${grouped(lines.share)} share, ${grouped(lines.event)} event, ` +
      `${grouped(lines.other)} other; ${plural(summary.restarts, 'restart')}`,
  ];
  if (summary.bitstream === generic.name)
    rows.push('  no format reads it: by units and words; fpga-tee learn makes a format from it');
  if (otherBitstream !== null)
    rows.push(`  its statistics are those of ${otherBitstream}: leave -b out, or name ${otherBitstream}`);
  const together = [
    ...(summary.hashrate === null ? [] : [hashrate(summary.hashrate)]),
    ...(summary.power === null ? [] : [gaugeText('power', summary.power)]),
  ];
  if (together.length > 0) rows.push(`  all cards: ${together.join(', ')}`);
  if (summary.shares !== null) {
    rows.push(`  shares of all cards: ${sharesText(summary)}`);
  }
  if (readByUnits > 0)
    rows.push(`  check -b generic would read ${plural(readByUnits, 'line')} of it, by units and words`);
  if (summary.shareFailures !== null) {
    const counts = summary.shareFailures;
    rows.push(
      `  share failures: ${failureReasons.map((reason) => `${counts[reason]} ${reason}`).join(', ')}`,
    );
  }
  for (const card of summary.cards) rows.push('', ...cardReport(card));
  if (unrecognised.length > 0) rows.push('', ...shapesReport(unrecognised));
  return `${rows.join('\n')}\n`;
}

function cardReport(card: CardSummary): string[] {
  const about = [card.device, card.dna, plural(card.readings, 'reading')]
    .filter((text) => text !== null)
    .join(', ');
  const bad = card.solutionsBad === null ? '' : `, ${grouped(card.solutionsBad)} bad`;
  // What its miner never counts is not the same as none.
  const counted = card.solutions > 0 || card.solutionsBad !== null;
  const counts = counted ? [`solutions ${grouped(card.solutions)}${bad}`] : [];
  if (card.shares !== null) counts.push(`shares ${sharesText(card)}`);
  return [
    `  ${card.card}: ${about}`,
    tableRow('', ['last', 'min', 'mean', 'max']),
    ...gaugeNames
      .filter((name) => !gauges[name].seldom || card[name].last !== null)
      .map((name) => gaugeReport(name, card[name])),
    ...(card.efficiency === null ? [] : [`    efficiency       ${perJoule(card.efficiency)}`]),
    ...(counts.length === 0 ? [] : [`    ${counts.join('; ')}`]),
  ];
}

function gaugeReport(name: GaugeName, { last, min, mean, max }: Spread): string {
  const { words, unit } = gauges[name];
  const values = [last, min, mean, max].map((value) => gaugeNumber(name, value));
  return tableRow(unit === null ? words : `${words}, ${unit.name}`, values);
}

function tableRow(label: string, cells: readonly string[]): string {
  return `    ${label.padEnd(17)}${cells.map((text) => text.padStart(12)).join('')}`;
}

function sharesText(counts: Pick<CardSummary, 'shares' | 'sharesRejected' | 'sharesStale'>): string {
  const stale = counts.sharesStale === null ? '' : `, ${grouped(counts.sharesStale)} stale`;
  const rejected = counts.sharesRejected === null ? '' : `, ${grouped(counts.sharesRejected)} rejected`;
  return `${grouped(counts.shares ?? 0)}${rejected}${stale}`;
}

function shapesReport(shapes: readonly Shape[]): string[] {
  const widest = Math.max(...shapes.map(({ count }) => grouped(count).length));
  return [
    '  not recognised, most frequent first (# stands for a number):',
    ...shapes.map(({ shape, count }) => `    ${grouped(count).padStart(widest)}  ${shape}`),
  ];
}
