import { plainText } from '../lines/safe-text.ts';
import * as format from '../readings/format.ts';
import { type Alert, nameOf } from '../rig/alert.ts';
import type { RigEvent } from '../rig/rig-event.ts';
import { cropSpans, faint, type Span, text } from './span.ts';

/** What is looked at of a text; measuring the width of a very long one takes minutes. */
const longest = 300;
/** Most rows that alerts take where there is room. */
export const mostAlertRows = 4;

/** What is the matter, in words, in at most so many rows; the last one counts those for which there is no room. */
export function alertRows(
  alerts: readonly Alert[],
  columns: number,
  rows: number,
): readonly (readonly Span[])[] {
  const told = tellable(alerts);
  const shown = told.slice(0, rows);
  const more = told.length - shown.length;
  return shown.map((alert, place) => {
    const rest = more > 0 && place === shown.length - 1 ? ` (and ${more} more)` : '';
    const colour = alert.kind === 'slow' || alert.kind === 'rejecting' ? 'yellow' : 'red';
    const words = `${nameOf(alert)}: ${alert.text}`.slice(0, longest);
    return [
      ...cropSpans(
        [text(`! ${plainText(words)}`, { colour }), faint(` for ${format.age(alert.lasting)}`)],
        columns - rest.length,
      ),
      faint(rest),
    ];
  });
}

/** Those that no other row tells: a stuck miner has words of its own. */
function tellable(alerts: readonly Alert[]): readonly Alert[] {
  return alerts.filter(({ kind }) => kind !== 'stuck');
}

/** How many rows there would be for them, did all have one. */
export function alertCount(alerts: readonly Alert[]): number {
  return tellable(alerts).length;
}

/** What happened of late, the newest first, in at most so many rows below a title. */
export function eventRows(
  events: readonly RigEvent[],
  columns: number,
  rows: number,
): readonly (readonly Span[])[] {
  if (rows < 2) return [];
  const newest = [...events].reverse();
  const shown = newest.slice(0, rows - 1);
  const title = shown.length === 0 ? 'nothing has happened yet' : 'events, the newest first';
  const names = Math.max(0, ...shown.map((event) => plainText(nameOf(event)).length));
  return [
    [faint(title)],
    ...shown.map((event) =>
      cropSpans(
        [
          faint(`${clockTime(event.at)}  `),
          text(plainText(nameOf(event)).padEnd(Math.min(20, names))),
          text(`  ${plainText(event.text.slice(0, longest))}`, styleOf(event)),
          faint(event.times > 1 ? `  ×${format.count(event.times)}` : ''),
        ],
        columns,
      ),
    ),
  ];
}

function styleOf({ kind }: RigEvent): { readonly colour?: 'red' | 'yellow' } {
  if (kind === 'alert' || kind === 'over_temperature' || kind === 'watchdog_exit') return { colour: 'red' };
  return kind === 'dev_fee' || kind === 'clock_change' || kind === 'alert_over' ? {} : { colour: 'yellow' };
}

/** The time of day, as the machine has it. */
function clockTime(at: number): string {
  return new Date(at * 1000).toTimeString().slice(0, 8);
}
