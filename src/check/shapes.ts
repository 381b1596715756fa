/** Lines that are alike but for their numbers. */
export interface Shape {
  /** The line with `#` for each number and id. */
  readonly shape: string;
  readonly count: number;
}

/** Shapes kept at once; beyond it only shapes known already are counted, so that any log fits into memory. */
const mostShapes = 10_000;
const longestShape = 200;

/** Counts unrecognised lines by shape, to show what of a log is not understood. */
export function createShapes(): { add(text: string): void; most(count: number): readonly Shape[] } {
  const shapes = new Map<string, number>();
  return {
    add(text) {
      const shape = shapeOf(text);
      const known = shapes.get(shape);
      if (known !== undefined) shapes.set(shape, known + 1);
      // A copy, since a piece of a line would keep all of what was read with it in memory.
      else if (shapes.size < mostShapes) shapes.set(Buffer.from(shape).toString(), 1);
    },
    most: (count) =>
      [...shapes]
        .map(([shape, count]) => ({ shape, count }))
        .sort((a, b) => b.count - a.count || (a.shape < b.shape ? -1 : 1))
        .slice(0, count),
  };
}

/** The line without what differs from time to time: ids of eight hex digits and more or with `0x` in front, and numbers. */
export function shapeOf(text: string): string {
  return text
    .slice(0, longestShape)
    .replace(/\b(?:0x[0-9A-Fa-f]+|[0-9A-Fa-f]{8,})\b/g, '#')
    .replace(/(?<![\d#])[-+]?\d+(?:[.,:]\d+)*/g, '#');
}
