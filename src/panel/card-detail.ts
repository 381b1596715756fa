import { plainText } from '../lines/safe-text.ts';
import { efficiencyOf } from '../readings/efficiency.ts';
import * as format from '../readings/format.ts';
import { gaugeNames, gauges } from '../readings/gauges.ts';
import { judge } from '../readings/limits.ts';
import type { CardSnapshot, Snapshot } from '../rig/snapshot.ts';
import { alertRows, eventRows } from './alert-rows.ts';
import { cropSpans, faint, join, type Span, text } from './span.ts';

/** All that is known of one card, in at most so many rows. */
export function cardDetail(
  card: CardSnapshot,
  { alerts, events }: Snapshot,
  columns: number,
  rows: number,
): readonly (readonly Span[])[] {
  const isIts = (one: { readonly card: string | null }) => one.card === card.name;
  const facts = [
    [text(plainText(card.name), { bold: true })],
    [faint('miner '), text(plainText(card.source))],
    [faint('bitstream '), text(plainText(card.bitstream))],
    ...(card.device === null ? [] : [[faint('device '), text(plainText(card.device))]]),
    ...(card.index === null ? [] : [[faint('index '), text(`${card.index}`)]]),
    ...(card.dna === null ? [] : [[faint('DNA '), text(plainText(card.dna))]]),
  ];
  const fixed = [
    cropSpans(join(facts), columns),
    cropSpans(join(readings(card)), columns),
    ...alertRows(alerts.filter(isIts), columns, 3),
  ].slice(0, rows);
  const left = Math.min(6, rows - fixed.length);
  const own = events.filter(isIts);
  return own.length === 0 ? fixed : [...fixed, ...eventRows(own, columns, left)];
}

/** Its newest values, with what is too much where there is such a limit. */
function readings({ gauges: values, limits, up, age, totals }: CardSnapshot): readonly (readonly Span[])[] {
  const known = gaugeNames.filter((name) => values[name] !== null);
  const told = known.map((name): readonly Span[] => {
    const limit = limits[name];
    const colour = judge(values[name], limit);
    const style = !up ? { dim: true } : colour === null ? {} : { colour };
    return [
      faint(`${gauges[name].words} `),
      text(format.gaugeText(name, values[name]), style),
      ...(limit === null ? [] : [faint(` (limit ${format.gaugeText(name, limit.red)})`)]),
    ];
  });
  const efficiency = efficiencyOf(values.hashrate, values.power);
  const { shares, sharesRejected, sharesStale } = totals;
  const stale = sharesStale === undefined ? '' : `, ${sharesStale} stale`;
  return [
    ...told,
    ...(efficiency === null ? [] : [[faint('efficiency '), text(format.perJoule(efficiency))]]),
    ...(shares === null || shares === 0
      ? []
      : [[faint('shares '), text(`${shares}, ${sharesRejected ?? 0} rejected${stale}`)]]),
    [faint('read '), text(`${format.age(age)} ago`)],
  ];
}
