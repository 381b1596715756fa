import { OtherKind } from './problem.ts';

/* What comes from a pool may be of any type: every value goes through one of these. */

/** The largest number that is taken for one: a hashrate, a balance or a count beyond it is none. */
const largest = 1e30;

/** A number of 0 or more, written as a JSON number or as a decimal string; else `null`. */
export function numberOf(value: unknown): number | null {
  const written =
    typeof value === 'string' && /^\s*\d{1,40}(?:\.\d{1,40})?(?:e[+-]?\d{1,2})?\s*$/i.test(value)
      ? Number(value)
      : value;
  return typeof written === 'number' && written >= 0 && written <= largest ? written : null;
}

/** Beyond it a Unix time is in milliseconds: the year 5138, or 1973. */
const milliseconds = 1e11;

/** 2009-01-01: nothing was mined for a pool before. */
const earliest = 1_230_768_000;
/** Seconds that a pool's clock may be ahead of ours. */
const ahead = 300;

/**
 * A time as Unix seconds: seconds, milliseconds, or a date in words (ISO 8601). `null` for none, and for one that can't be
 * right: before 2009, or more than 5 minutes ahead of us, which would look like a share of just now for ever.
 *
 * @param now Unix seconds
 * @param scale what a number is multiplied by to be one of these
 */
export function timeOf(value: unknown, now: number, scale = 1): number | null {
  const time = secondsOf(value, scale);
  return time >= earliest && time <= now + ahead ? time : null;
}

/** NaN for none. */
function secondsOf(value: unknown, scale: number): number {
  const number = numberOf(value);
  if (number === null)
    return typeof value === 'string' && value.length <= 40 ? Date.parse(value) / 1000 : NaN;
  const scaled = number * scale;
  return scaled >= milliseconds ? scaled / 1000 : scaled;
}

/** The ticker of a coin; `''` for whatever else stands there. */
export function currencyOf(value: unknown): string {
  return typeof value === 'string' && /^[A-Za-z0-9]{1,12}$/.test(value) ? value : '';
}

/** A property of an object; `undefined` where there is no such thing. */
export function property(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.getOwnPropertyDescriptor(value, name)?.value;
}

/**
 * JSON, whatever it holds.
 *
 * @throws OtherKind for what is none; the text itself is not repeated
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw noData(text);
  }
}

/** What is said of an answer that is not what was asked for. */
export function noData(text: string): OtherKind {
  const what = /^\s*</.test(text) ? 'a web page' : text.trim() === '' ? 'nothing' : 'something else';
  return new OtherKind(`answers with ${what} instead of data`);
}
