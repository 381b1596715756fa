/** How good a value is, as the miners themselves colour it. */
export type Colour = 'green' | 'yellow' | 'red';

/** The lowest value that is yellow, and that is red. */
export interface Limits {
  readonly yellow: number;
  readonly red: number;
}

/** Green, yellow or red; `null` for what is not known, and where no value is bad by itself. */
export function judge(value: number | null, limits: Limits | null): Colour | null {
  if (value === null || limits === null) return null;
  if (value >= limits.red) return 'red';
  return value >= limits.yellow ? 'yellow' : 'green';
}
