import type { GivenLimits } from '../readings/card-limits.ts';
import type { Limits } from '../readings/limits.ts';
import { timesTenTo } from '../readings/units.ts';
import type { Reader } from './row.ts';

/**
 * Limits of all cards and of single ones: `65,80`, `off`, `65,80 card3=60,75`, `card3=off`.
 *
 * @param unit in which people give them
 * @param exponent so many powers of ten of the SI unit is that
 * @param example limits that would be right
 */
export function limits(unit: string, exponent: number, example: string): Reader<GivenLimits> {
  const right = `two limits in ${unit} such as ${example}, the lower one first, or off; of one card such as card3=${example}`;
  return {
    placeholder: '<yellow>,<red>',
    read: (text) => readAll(text, exponent),
    right,
    wrong: `not limits; give ${right}`,
  };
}

function readAll(text: string, exponent: number): GivenLimits | null {
  let all: GivenLimits['all'];
  const cards = new Map<string, Limits | null>();
  for (const word of text.trim().split(/\s+/)) {
    const equals = word.lastIndexOf('=');
    const read = readPair(word.slice(equals + 1), exponent);
    if (read === undefined || equals === 0) return null;
    const card = word.slice(0, Math.max(0, equals));
    if (card === '') {
      if (all !== undefined) return null;
      all = read;
    } else if (cards.has(card)) return null;
    else cards.set(card, read);
  }
  return { all, cards };
}

/** `undefined` for what is none. */
function readPair(word: string, exponent: number): Limits | null | undefined {
  if (word === 'off') return null;
  const [, low, high] = /^(\d{1,4}(?:\.\d{1,3})?),(\d{1,4}(?:\.\d{1,3})?)$/.exec(word) ?? [];
  if (low === undefined || high === undefined || Number(low) >= Number(high)) return undefined;
  return { yellow: timesTenTo(exponent, Number(low)), red: timesTenTo(exponent, Number(high)) };
}
