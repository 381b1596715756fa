import { isIP } from 'node:net';

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
