import { dash } from '../../readings/format.ts';
import { judge, type Limits } from '../../readings/limits.ts';

/** A ratio in percent: `2.5 %`. */
export function percent(ratio: number | null): string {
  return ratio === null ? dash : `${(ratio * 100).toFixed(ratio > 0 && ratio < 0.1 ? 1 : 0)} %`;
}

/** Plain while all is well: a share that was rejected once is nothing to look at. */
export function rejectColour(ratio: number | null, limits: Limits | null): string {
  const colour = judge(ratio, limits);
  return colour === 'green' ? '' : (colour ?? '');
}
