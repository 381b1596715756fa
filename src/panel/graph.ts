import * as format from '../readings/format.ts';
import type { Bucket, Quantity, Series, SeriesOf } from '../rig/history.ts';
import { spanWords } from './key-rows.ts';
import { faint, pad, type Span, spansWidth, text } from './span.ts';

/** Rows of dots in a graph, and of all of it with its title. */
const graphRows = 4;
export const graphHeight = graphRows + 1;
/** Columns of what stands before the dots: a value and the axis. */
const axisWidth = 12;
/** From this width on two graphs stand beside each other. */
const roomForTwo = 100;

/** A card's hashrate over time, with its temperature beside it where there is room; none while nothing is known. */
export function cardGraphs(
  card: string,
  series: SeriesOf,
  span: number | null,
  columns: number,
): readonly (readonly Span[])[] {
  const quantities: readonly Quantity[] = columns < roomForTwo ? ['hashrate'] : ['hashrate', 'temperature'];
  const width = Math.floor(columns / quantities.length) - 2;
  const points = 2 * (width - axisWidth);
  const graphs = quantities.flatMap((quantity) => {
    const found = series(card, quantity, { span, points });
    return found === null || known(found).length < 2 ? [] : [graphOf(card, quantity, found, width)];
  });
  const [first] = graphs;
  if (first === undefined) return [];
  return first.map((_, row) =>
    graphs.flatMap((rows, place) => {
      const spans = rows[row] ?? [];
      const blanks = ' '.repeat(Math.max(0, width + 2 - spansWidth(spans)));
      return place === graphs.length - 1 ? spans : [...spans, text(blanks)];
    }),
  );
}

function known({ buckets }: Series): readonly Bucket[] {
  return buckets.filter((bucket) => bucket !== null);
}

/** Graphs as they were drawn: of a series that has not changed, which it does once a step, neither has its graph. */
const drawn = new WeakMap<Series['buckets'], { readonly width: number; readonly rows: Rows }>();

type Rows = readonly (readonly Span[])[];

function graphOf(card: string, quantity: Quantity, series: Series, width: number): Rows {
  const before = drawn.get(series.buckets);
  if (before?.width === width) return before.rows;
  const rows = graph(card, quantity, series, width);
  drawn.set(series.buckets, { width, rows });
  return rows;
}

/** One quantity: a title with what the axis means, and below it dots between the lowest and the highest value. */
function graph(
  card: string,
  quantity: Quantity,
  series: Series,
  width: number,
): readonly (readonly Span[])[] {
  const values = known(series);
  const low = Math.min(...values.map(({ min }) => min));
  const high = Math.max(...values.map(({ max }) => max));
  // Less is noise and must look like it.
  const range = Math.max(high - low, 0.1 * Math.abs(high)) || 1;
  const bottom = (low + high) / 2 - range / 2;
  const dots = dotRows(series.buckets, bottom, range);
  const words = (value: number) => format.gaugeText(quantity, value);
  const title = `${card} ${quantity}  ${words(low)} to ${words(high)}  ${spanWords(series.step * series.buckets.length)}`;
  return [
    [faint(pad(title, width, 'left').trimEnd())],
    ...dots.map((row, place): readonly Span[] => {
      const label = place === 0 ? words(bottom + range) : place === graphRows - 1 ? words(bottom) : '';
      return [faint(`${pad(label, axisWidth - 2, 'right')} ${label === '' ? '│' : '┤'}`), text(row)];
    }),
  ];
}

/** Bits of the dots of a braille character, from the bottom, in its left and its right column. */
const dotBits = [
  [0x40, 0x04, 0x02, 0x01],
  [0x80, 0x20, 0x10, 0x08],
] as const;
const dotsPerRow = 4;

/** Two buckets in a character, four dots above each other: from the lowest to the highest of each. */
function dotRows(buckets: readonly (Bucket | null)[], bottom: number, range: number): readonly string[] {
  const height = graphRows * dotsPerRow;
  const place = (value: number): number =>
    Math.max(0, Math.min(height - 1, Math.floor(((value - bottom) / range) * height)));
  const has = (column: number, dot: number): boolean => {
    const bucket = buckets[column];
    return bucket != null && dot >= place(bucket.min) && dot <= place(bucket.max);
  };
  return Array.from({ length: graphRows }, (_, row) =>
    Array.from({ length: Math.ceil(buckets.length / 2) }, (_, character) => {
      let code = 0x2800;
      for (const [side, bits] of dotBits.entries())
        for (const [dot, bit] of bits.entries())
          if (has(2 * character + side, (graphRows - 1 - row) * dotsPerRow + dot)) code += bit;
      return code === 0x2800 ? ' ' : String.fromCodePoint(code);
    }).join(''),
  );
}
