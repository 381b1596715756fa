import { isIP } from 'node:net';
import type { CardNames } from '../rig/names.ts';
import { UsageError } from './usage-error.ts';

/** Seconds in one of each unit of a duration. */
const seconds: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600 };

/** A duration such as `500ms`, `90s`, `5m`, `1h`, in seconds; `null` when it is none, or no time at all. */
export function durationOf(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text);
  const value = Number(match?.[1]) * (seconds[match?.[2] ?? ''] ?? Number.NaN);
  return value > 0 && Number.isFinite(value) ? value : null;
}

/** Bytes in one of each unit of a size. */
const bytes: Readonly<Record<string, number>> = { '': 1, K: 1024, M: 1024 ** 2, G: 1024 ** 3 };

/**
 * A size such as `500K`, `100M`, `1.5G` (or `100MB`, `100MiB`), in whole bytes; units are powers of 1024, as logrotate
 * has them. `null` when it is none.
 */
export function sizeOf(text: string): number | null {
  const match = /^(\d{1,15}(?:\.\d{1,3})?)([KMG]?)(?:i?B)?$/i.exec(text);
  const value = Number(match?.[1]) * (bytes[match?.[2]?.toUpperCase() ?? ''] ?? Number.NaN);
  return Number.isFinite(value) ? Math.floor(value) : null;
}

/** An address to listen on, by number or by name; `null` when it can be neither. */
export function hostOf(text: string): string | null {
  if (isIP(text) !== 0) return text;
  // Digits and dots that are no address are a mistyped one, not a name.
  return /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,252}$/.test(text) && !/^[\d.]+$/.test(text) ? text : null;
}

/** A whole number written in digits only, within the bounds; `null` when it is none. */
export function wholeNumberOf(text: string, min: number, max: number): number | null {
  if (!/^\d{1,15}$/.test(text)) return null;
  const value = Number(text);
  return value >= min && value <= max ? value : null;
}

/**
 * The names of cards: `bcu1`, `bcu1,bcu2`, `<DNA>=bcu1`, `0=bcu1`.
 *
 * @throws UsageError for an empty or doubled name, or one bound to what is neither a DNA nor a number
 */
export function cardNamesOf(texts: readonly string[]): CardNames {
  const inOrder: string[] = [];
  const byDna = new Map<string, string>();
  const byIndex = new Map<number, string>();
  const given = new Set<string>();

  for (const [text, entry] of texts.flatMap((given) =>
    given.split(',').map((part) => [given, part] as const),
  )) {
    const separator = entry.indexOf('=');
    const bound = separator === -1 ? null : entry.slice(0, separator).trim();
    const name = entry.slice(separator + 1).trim();
    if (name === '')
      throw new UsageError(`--card ${text || "''"}: a card's name is empty; give one such as --card bcu1`);
    if (/[\p{Cc}\p{Cf}\u2028\u2029]/u.test(name)) {
      throw new UsageError(
        `--card ${entry}: a card's name can't hold control characters; give one such as --card bcu1`,
      );
    }
    if (given.has(name))
      throw new UsageError(`--card ${entry}: the name ${name} is given twice; cards need different ones`);
    given.add(name);
    if (bound === null) inOrder.push(name);
    else if (/^[0-9A-Fa-f]{24}$/.test(bound)) bind(byDna, bound.toUpperCase(), name, entry);
    else if (/^\d{1,4}$/.test(bound)) bind(byIndex, Number(bound), name, entry);
    else {
      throw new UsageError(
        `--card ${entry}: ${bound || "''"} is neither a DNA (24 hex digits) nor a card's number; give one such as --card 0=${name}`,
      );
    }
  }
  return { inOrder, byDna, byIndex };
}

function bind<Key>(names: Map<Key, string>, key: Key, name: string, entry: string): void {
  const other = names.get(key);
  if (other !== undefined)
    throw new UsageError(`--card ${entry}: that card is named ${other} already; give it one name`);
  names.set(key, name);
}
