/** Lines that are alike but for their numbers. */
export interface Shape {
  /** The line with `#` for each number and id. */
  readonly shape: string;
  readonly count: number;
  /** The first such line. */
  readonly example: string;
}

/** Shapes kept at once; beyond it only shapes known already are counted, so that any log fits into memory. */
const mostShapes = 10_000;
const longestExample = 200;

/** Counts unrecognised lines by shape, to show what of a log is not understood. */
export function createShapes(): { add(text: string): void; most(count: number): readonly Shape[] } {
  const shapes = new Map<string, { count: number; readonly example: string }>();
  return {
    add(text) {
      const shape = shapeOf(text);
      const known = shapes.get(shape);
      if (known !== undefined) known.count += 1;
      else if (shapes.size < mostShapes)
        shapes.set(shape, { count: 1, example: text.slice(0, longestExample) });
    },
    most: (count) =>
      [...shapes]
        .map(([shape, found]) => ({ shape, ...found }))
        .sort((a, b) => b.count - a.count || (a.shape < b.shape ? -1 : 1))
        .slice(0, count),
  };
}

/** The line without what differs from time to time: ids of eight hex digits and more, and numbers. */
export function shapeOf(text: string): string {
  return text
    .slice(0, longestExample)
    .replace(/\b(?:0x)?[0-9A-Fa-f]{8,}\b/g, '#')
    .replace(/[-+]?\d+(?:[.,:]\d+)*/g, '#');
}
