import { durationOf, hostOf, sizeOf, wholeNumberOf } from '../values/values.ts';
import type { Reader } from './row.ts';

/** Seconds. */
export const duration: Reader<number> = {
  placeholder: '<duration>',
  read: durationOf,
  right: 'a duration such as 90s or 5m',
  wrong: 'not a duration; give one such as 500ms, 90s, 5m or 1h',
};

/** Seconds, or `off`. */
export const durationOrOff: Reader<number | 'off'> = {
  placeholder: '<duration>',
  read: (text) => (text === 'off' ? text : durationOf(text)),
  right: 'a duration such as 90s or 5m, or off',
  wrong: 'not a duration; give one such as 90s, 5m or 1h, or off',
};

/** A part of 1, or `off`. */
export const fractionOrOff: Reader<number | 'off'> = {
  placeholder: '<fraction>',
  read: (text) => (text === 'off' ? text : (/^0?\.\d{1,6}$/.test(text) && Number(text)) || null),
  right: 'a fraction between 0 and 1 such as 0.8, or off',
  wrong: 'not a fraction; give one between 0 and 1 such as 0.8, or off',
};

/** The path of a file. In a rig file it begins at the rig file's directory. */
export const file: Reader<string> = {
  placeholder: '<file>',
  read: (given) => given || null,
  right: 'a file',
};

/** Any text. */
export function text(placeholder: string): Reader<string> {
  return { placeholder, read: (given) => given, right: 'a text' };
}

/** A port to listen on; 0 for any. */
export const port: Reader<number> = {
  placeholder: '<n>',
  read: (given) => wholeNumberOf(given, 0, 65_535),
  right: 'a port, a number from 0 to 65535',
  wrong: 'not a port; give a number from 1 to 65535, such as 9091',
};

/** A port that is to be the same at each start. */
export const fixedPort: Reader<number> = {
  ...port,
  read: (given) => wholeNumberOf(given, 1, 65_535),
  right: 'a port, a number from 1 to 65535',
};

/** An address to listen on. */
export const host: Reader<string> = {
  placeholder: '<address>',
  read: hostOf,
  right: 'an address such as 127.0.0.1, :: or a name',
  wrong: 'not an address; give one such as 127.0.0.1, :: or a name',
};

/** A number in digits, with or without a fraction. */
export function decimal(
  placeholder: string,
  right: string,
  min: 'from 0' | 'above 0',
  wrong = `give ${right}`,
): Reader<number> {
  return {
    placeholder,
    read: (given) => {
      const number = /^\d{1,9}(?:\.\d+)?$/.test(given) ? Number(given) : null;
      return min === 'above 0' ? number || null : number;
    },
    right,
    wrong,
  };
}

/** A whole number within bounds. */
export function wholeNumber(
  min: number,
  max: number,
  right = `a number from ${min} to ${max}`,
): Reader<number> {
  return { placeholder: '<n>', read: (given) => wholeNumberOf(given, min, max), right };
}

/** Bytes: `min` at least, as `least` says it. */
export function size(min: number, least: string, example: string): Reader<number> {
  const right = `a size of ${least} or more, such as ${example}`;
  return {
    placeholder: '<size>',
    read: (given) => {
      const bytes = sizeOf(given);
      return bytes !== null && bytes >= min ? bytes : null;
    },
    right,
    wrong: `not a size for it; give ${least} or more, such as ${example}`,
  };
}

/** One of some words. */
export function oneOf<Word extends string>(placeholder: string, words: readonly Word[]): Reader<Word> {
  return {
    placeholder,
    read: (given) => words.find((word) => word === given) ?? null,
    right: words.length === 1 ? words.join() : `one of ${words.join(', ')}`,
    wrong: words.length === 1 ? `give ${words.join()}` : `choose one of ${words.join(', ')}`,
    known: words,
  };
}
