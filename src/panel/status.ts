import { basename } from 'node:path';
import { plainText } from '../lines/safe-text.ts';
import * as format from '../readings/format.ts';
import type { MinerSnapshot, Snapshot, TeeSnapshot } from '../rig/snapshot.ts';
import {
  crop,
  cropStart,
  faint,
  firstFitting,
  join,
  type Span,
  separator,
  spansWidth,
  text,
  wrap,
} from './span.ts';

/** What is looked at of a warning; measuring the width of a very long text takes minutes. */
const longestWarning = 1000;
/** Narrowest that the log's path is cut to before the log's size and the metrics' address give way. */
const narrowestPath = 12;

/**
 * The line between the miner's output and the cards: what runs here, for how long.
 *
 * @param keys how the tool's own keys are had; `''` where none can be typed
 */
export function titleSpans({ rig, tee }: Snapshot, columns: number, keys = ''): readonly Span[] {
  const parts: (readonly Span[])[] = [];
  const bitstreams = [...new Set(rig.miners.map((miner) => miner.bitstream).filter((name) => name !== null))];
  if (bitstreams.length > 0) parts.push([text(bitstreams.join(' + '))]);
  const restarts = rig.miners.reduce((sum, miner) => sum + miner.restarts, 0);
  const uptime = uptimeSpans(rig.miners, tee);
  const restarted = restarts > 0 ? [text(format.plural(restarts, 'restart'))] : [];
  const name = [text('fpga-tee', { bold: true })];
  const fitting = firstFitting(
    [
      [name, ...parts, uptime, restarted],
      [name, ...parts, restarted],
      [...parts, restarted],
      parts.length > 0 ? parts : [name],
    ].map((line) => [faint('── '), ...join(line), faint(' ')]),
    columns,
  );
  const left = columns - spansWidth(fitting);
  if (keys === '' || left < keys.length + 8) return [...fitting, faint('─'.repeat(Math.max(0, left)))];
  return [...fitting, faint(`${'─'.repeat(left - keys.length - 4)} ${keys} ──`)];
}

/** How much the tool's own time may differ from the miner's without being worth a word, in seconds. */
const sameTime = 5;

/** The miner's uptime, with the tool's own where it is another one; of several miners each has its own in their table. */
function uptimeSpans(miners: readonly MinerSnapshot[], { uptime }: TeeSnapshot): readonly Span[] {
  const own = miners.length === 1 ? (miners[0]?.uptime ?? null) : null;
  const watched = [faint('watched '), text(format.duration(uptime))];
  if (own === null) return watched;
  const up = [faint('up '), text(format.duration(own))];
  return Math.abs(own - uptime) <= sameTime ? up : join([up, watched]);
}

/** Instead of a table, as long as there is nothing to put into one. */
export function waitingSpans({ rig, tee }: Snapshot, bitstream: string, columns: number): readonly Span[] {
  const name = bitstream === 'auto' ? 'any known bitstream' : bitstream;
  const lines = Object.values(rig.lines).reduce((sum, count) => sum + count, 0);
  const first = text(`waiting for the first statistics of ${name}`);
  const soFar = text(tee.bytes === 0 ? 'no output yet' : `${format.plural(lines, 'line')} read`);
  return firstFitting([[first, separator, soFar], [first]], columns);
}

/** Where the log and the metrics are, and whether they are well. */
export function statusSpans({ tee }: Snapshot, columns: number): readonly Span[] {
  const log = (path: string) => logSpans(tee, path);
  const path = plainText(tee.log?.path ?? '');
  const long = metricsSpans(tee, 'with the last scrape');
  const short = metricsSpans(tee, 'address only');

  const whole = join([log(path), long]);
  if (spansWidth(whole) <= columns) return whole;
  // The path gives way first, from its front: the end of it is the file's name.
  for (const metrics of [long, short]) {
    const room = columns - spansWidth(join([log(''), metrics])) - (path === '' ? 0 : 1);
    if (room >= Math.min(path.length, narrowestPath)) return join([log(cropStart(path, room)), metrics]);
  }
  return firstFitting([log(path), log(basename(path))], columns);
}

/** The newest warning in at most `rows` rows, and how many there are besides it. */
export function warningRows(tee: TeeSnapshot, columns: number, rows: number): readonly (readonly Span[])[] {
  const newest = tee.warnings.at(-1);
  if (newest === undefined) return [];
  const others = tee.warnings.length - 1;
  const more = others === 0 ? '' : ` (and ${others} more)`;
  const colour = logInDanger(tee) ? 'red' : 'yellow';
  const room = Math.max(1, columns - 2);
  const lines = wrap(plainText(newest).slice(0, longestWarning) + more, room, rows);
  // The count must not be what is cut.
  const cut = lines.at(-1)?.endsWith('…') === true && others > 0;
  const shown = cut
    ? [...lines.slice(0, -1), crop((lines.at(-1) ?? '').slice(0, -1), room - more.length) + more]
    : lines;
  return shown.map((line, place) => [text(`${place === 0 ? '!' : ' '} ${line}`, { colour })]);
}

function logSpans({ log }: TeeSnapshot, path: string): readonly Span[] {
  if (log === null) return [faint('no log')];
  const spans = [faint('log '), ...(path === '' ? [] : [text(`${path} `)]), text(format.bytes(log.size))];
  if (log.dropped > 0) spans.push(text(` ${format.bytes(log.dropped)} lost!`, { colour: 'red' }));
  else if (log.errors > 0 && log.queued > 0) {
    spans.push(text(` ${format.bytes(log.queued)} waiting!`, { colour: 'red' }));
  }
  return spans;
}

function metricsSpans(
  { metrics }: TeeSnapshot,
  detail: 'with the last scrape' | 'address only',
): readonly Span[] {
  if (metrics === null) return [faint('no metrics')];
  const address = plainText(metrics.address);
  if (!metrics.listening) return [faint('metrics '), text(`${address} not listening!`, { colour: 'yellow' })];
  const scraped =
    metrics.scrapedAgo === null ? ' not scraped yet' : ` scraped ${format.age(metrics.scrapedAgo)} ago`;
  return [faint('metrics '), text(address), ...(detail === 'address only' ? [] : [faint(scraped)])];
}

function logInDanger({ log }: TeeSnapshot): boolean {
  return log !== null && (log.dropped > 0 || (log.errors > 0 && log.queued > 0));
}
