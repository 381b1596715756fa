const glyphs = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/** Smallest range that fills the whole height, as a part of the largest value: less is noise and must look like it. */
const smallestRange = 0.1;

/** The newest `columns` points, one glyph each, the newest at the right; a blank where nothing was read. */
export function sparkline(points: readonly (number | null)[], columns: number): string {
  const shown = points.slice(Math.max(0, points.length - columns));
  const known = shown.filter((point) => point !== null);
  const high = Math.max(...known);
  const low = Math.min(...known);
  const range = Math.max(high - low, smallestRange * Math.abs(high));
  const bottom = (high + low) / 2 - range / 2;
  return shown
    .map((point) => {
      if (point === null) return ' ';
      const place = range === 0 ? 0 : Math.floor(((point - bottom) / range) * glyphs.length);
      // Rounding may put the lowest a hair below the bottom.
      return glyphs[Math.max(0, Math.min(place, glyphs.length - 1))] ?? ' ';
    })
    .join('')
    .padStart(columns);
}

/**
 * The sum of several cards' points; `null` where no card was read. Cards that are there from the start are first read one
 * after the other: until each of them was, there is no sum.
 *
 * @param settle points that this may take
 */
export function sumOfPoints(
  trends: readonly (readonly (number | null)[])[],
  settle = 0,
): readonly (number | null)[] {
  const length = Math.max(0, ...trends.map((points) => points.length));
  const starts = trends
    .map((points) => points.findIndex((point) => point !== null) + length - points.length)
    .filter((_, place) => trends[place]?.some((point) => point !== null) === true);
  const first = Math.min(...starts);
  const settled = Math.max(...starts.filter((start) => start <= first + settle));
  return Array.from({ length }, (_, place) => {
    if (place < settled) return null;
    const known = trends
      .map((points) => points[points.length - length + place] ?? null)
      .filter((point) => point !== null);
    return known.length === 0 ? null : known.reduce((sum, point) => sum + point, 0);
  });
}
