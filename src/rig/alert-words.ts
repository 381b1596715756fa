import { duration } from '../readings/format.ts';
import { type Alert, alertLine, nameOf } from './alert.ts';
import type { AlertChange } from './alert-watch.ts';

/** Of what began at once so many are told one by one. */
const mostTold = 6;

/** That an alert is over, in words that follow the name: `no longer hot, after 12m`. */
export function alertOverWords({ kind, lasting }: Alert): string {
  return `no longer ${kind}, after ${duration(lasting)}`;
}

/** Changes in one line: `card1: silent for 2m; card2: silent for 2m; and 4 more`. */
export function changeWords(changes: readonly AlertChange[]): string {
  const told = changes.slice(0, mostTold).map(({ type, alert }) => {
    return type === 'begun' ? alertLine(alert) : `${nameOf(alert)}: ${alertOverWords(alert)}`;
  });
  const more = changes.length - told.length;
  return [...told, ...(more === 0 ? [] : [`and ${more} more`])].join('; ');
}
