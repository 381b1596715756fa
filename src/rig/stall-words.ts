import { duration } from '../readings/format.ts';
import type { Stall, StallKind } from './stall.ts';

const lacking: Readonly<Record<StallKind, string>> = {
  silent: 'no output',
  'no-stats': 'output, but no statistics',
  'no-shares': 'no share accepted',
};

/** What is the matter, and since when: `no output for 6m`. */
export function stallWords({ kind, lasting }: Stall): string {
  return `${lacking[kind]} for ${duration(lasting)}`;
}

/** That it is over: `no longer stuck (no output for 6m)`, or the miner was merely `started anew (…)`. */
export function stallOverWords(stall: Stall, hasCome: boolean): string {
  return `${hasCome ? 'no longer stuck' : 'started anew'} (${stallWords(stall)})`;
}
