import { Decoder } from './decode.ts';

const newline = 0x0a;

/** Puts the time in front of each line. */
export interface LineStamper {
  /** The bytes, with a time before the first byte of each line. */
  stamp(chunk: Uint8Array): Uint8Array;
  /** What comes next begins a line, whatever was before. */
  newLine(): void;
  /** There will be no more: what was held until it is known what it is. */
  end(): Uint8Array;
}

/**
 * Text in UTF-16 becomes UTF-8 on the way: a time in single bytes would make it neither.
 *
 * @param wall Unix seconds, asked for once a chunk: a line's time is that of its first byte
 */
export function createLineStamper(wall: () => number): LineStamper {
  const decoder = new Decoder();
  let atLineStart = true;
  const stamp = (text: Uint8Array): Uint8Array => {
    const time = Buffer.from(`${isoTime(wall())} `);
    const pieces: Uint8Array[] = [];
    let from = 0;
    while (from < text.length) {
      if (atLineStart) pieces.push(time);
      const end = text.indexOf(newline, from);
      atLineStart = end !== -1;
      const to = atLineStart ? end + 1 : text.length;
      pieces.push(text.subarray(from, to));
      from = to;
    }
    return Buffer.concat(pieces);
  };
  return {
    stamp: (chunk) => stamp(decoder.push(chunk)),
    end: () => stamp(decoder.end()),
    newLine() {
      atLineStart = true;
    },
  };
}

/**
 * A moment as people at that place read it and yet without doubt: ISO 8601 with milliseconds and the offset,
 * `2026-03-29T01:59:59.123+01:00`.
 *
 * @param unixSeconds the moment; the zone is the process's
 */
export function isoTime(unixSeconds: number): string {
  const moment = new Date(unixSeconds * 1000);
  const east = -moment.getTimezoneOffset();
  const local = new Date(moment.getTime() + east * 60_000).toISOString().slice(0, -1);
  const offset = Math.abs(east);
  return `${local}${east < 0 ? '-' : '+'}${twoDigits(Math.floor(offset / 60))}:${twoDigits(offset % 60)}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
