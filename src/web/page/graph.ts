import { gaugeText, hashrate } from '../../readings/format.ts';
import { judge } from '../../readings/limits.ts';
import type { Series } from '../../rig/history.ts';
import type { CardSnapshot } from '../../rig/snapshot.ts';
import { type CardHistory, spanWords } from '../history.ts';
import { escapeHtml } from './html.ts';

const width = 340;
const height = 132;
/** Where the lines are drawn; the axes stand around. */
const plot = { left: 62, right: 296, top: 10, bottom: 108 };
/** A smaller range is noise and must look like it, as a part of the largest value. */
const smallestRange = 0.1;

/** One card's hashrate and temperature over time, each with its scale. */
export function graphOf(card: CardSnapshot, { series }: CardHistory, span: number, link: string): string {
  const rate = scaleOf(series.hashrate, smallestRange);
  const heat = scaleOf(series.temperature, 0.2);
  const heatIs = judge(card.gauges.temperature, card.limits.temperature);
  const state = !card.up ? 'silent' : heatIs === 'green' ? '' : (heatIs ?? '');
  const newest = card.up
    ? `<b class="rate">${hashrate(card.gauges.hashrate)}</b> <b class="heat">${gaugeText('temperature', card.gauges.temperature)}</b>`
    : '<b class="red">silent</b>';
  const title = `${escapeHtml(card.name)}: hashrate and temperature over ${spanWords(span)}`;
  return `<figure class="${state}"><figcaption><a href="${link}">${escapeHtml(card.name)}</a> ${newest}</figcaption>
<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${title}">${
    rate === null && heat === null
      ? `<text x="${(plot.left + plot.right) / 2}" y="60" class="mid">nothing yet</text>`
      : ''
  }${axis(rate, 'rate', (value) => short(hashrate(value)))}${axis(heat, 'heat', (value) => short(gaugeText('temperature', value)))}<text x="${plot.left}" y="126">${spanWords(span)} ago</text><text x="${plot.right}" y="126" class="end">now</text>${line(series.temperature, heat, 'heat')}${line(series.hashrate, rate, 'rate')}</svg></figure>`;
}

/** A round number without the zeros behind its point. */
function short(text: string): string {
  return text.replace(/\.0+ /, ' ').replace(/(\.\d*?)0+ /, '$1 ');
}

/** What an axis shows. */
interface Scale {
  readonly bottom: number;
  readonly top: number;
  readonly step: number;
}

/** Round numbers around all that there is; `null` where there is nothing. */
function scaleOf({ buckets }: Series, least: number): Scale | null {
  const known = buckets.filter((bucket) => bucket !== null).map(({ mean }) => mean);
  if (known.length === 0) return null;
  const high = Math.max(...known);
  const low = Math.min(...known);
  const missing = Math.max(0, Math.max(Math.abs(high) * least, 1e-9) - (high - low)) / 2;
  const from = low >= 0 ? Math.max(0, low - missing) : low - missing;
  const step = roundStep((high + missing - from) / 2);
  const bottom = Math.floor(from / step + 1e-9) * step;
  const top = Math.max(bottom + step, Math.ceil((high + missing) / step - 1e-9) * step);
  return { bottom, top, step };
}

/** The next of 1, 2, 2.5, 5 with zeros. */
function roundStep(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 2.5, 5].find((one) => one * power >= value * 0.999) ?? 10) * power;
}

function axis(scale: Scale | null, kind: 'rate' | 'heat', words: (value: number) => string): string {
  if (scale === null) return '';
  const count = Math.round((scale.top - scale.bottom) / scale.step);
  return Array.from({ length: count + 1 }, (_, at) => {
    const value = scale.bottom + at * scale.step;
    const y = yOf(value, scale);
    const grid = kind === 'rate' ? `<path d="M${plot.left} ${y}H${plot.right}"/>` : '';
    const place =
      kind === 'rate' ? `x="${plot.left - 4}" class="end rate"` : `x="${plot.right + 4}" class="heat"`;
    return `${grid}<text y="${Number(y) + 3}" ${place}>${words(value)}</text>`;
  }).join('');
}

function line({ buckets }: Series, scale: Scale | null, kind: string): string {
  if (scale === null) return '';
  const wide = (plot.right - plot.left) / Math.max(1, buckets.length - 1);
  const lines: string[][] = [[]];
  buckets.forEach((bucket, at) => {
    if (bucket === null) lines.push([]);
    else lines.at(-1)?.push(`${(plot.left + at * wide).toFixed(1)},${yOf(bucket.mean, scale)}`);
  });
  return lines
    .filter((points) => points.length > 0)
    .map((points) => {
      // A single value is a dot.
      const drawn = points.length === 1 ? [...points, ...points] : points;
      return `<polyline class="${kind}" points="${drawn.join(' ')}"/>`;
    })
    .join('');
}

function yOf(value: number, { bottom, top }: Scale): string {
  return (plot.bottom - ((value - bottom) / (top - bottom)) * (plot.bottom - plot.top)).toFixed(1);
}
