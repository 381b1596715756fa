/** How good a value is, as the miners themselves colour it. */
export type Colour = 'green' | 'yellow' | 'red';

/** The miners' own limits: the lowest value that is yellow, and that is red. */
export const limits = {
  /** °C */
  temperature: { yellow: 65, red: 80 },
  /** Hardware errors, 0–1. */
  errorRatio: { yellow: 0.01, red: 0.03 },
} as const;

/** Green, yellow or red. */
export function judge(value: number, limit: { readonly yellow: number; readonly red: number }): Colour {
  if (value >= limit.red) return 'red';
  return value >= limit.yellow ? 'yellow' : 'green';
}
