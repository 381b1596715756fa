import type { Stall, StallKind } from '../watch/stall.ts';
import { duration } from './format.ts';

const lacking: Readonly<Record<StallKind, string>> = {
  silent: 'no output',
  'no-stats': 'output, but no statistics',
  'no-shares': 'no share accepted',
};

/** What is the matter, and since when: `no output for 6m`. */
export function stallWords({ kind, lasting }: Stall): string {
  return `${lacking[kind]} for ${duration(lasting)}`;
}

/** That it is over, because it does so again or was restarted: `no longer stuck (no output for 6m)`. */
export function stallOverWords(stall: Stall): string {
  return `no longer stuck (${stallWords(stall)})`;
}
