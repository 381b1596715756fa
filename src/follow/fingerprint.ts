import type { FollowFs } from './follow-fs.ts';

/**
 * Bytes before a position by which a file is known to be still the same. Miners' lines hold counters and times, so that
 * a page of them hardly comes twice; of a page of equal lines nothing can be said.
 */
export const fingerprintLength = 4096;

/** A position in a file, and the bytes right before it, at the most `fingerprintLength`. */
export interface Place {
  readonly offset: number;
  readonly before: Uint8Array;
}

/** The beginning of any file. */
export const beginning: Place = { offset: 0, before: new Uint8Array(0) };

/** The place after more was read; keeps none of the bytes' memory. */
export function placeAfter(place: Place, chunk: Uint8Array): Place {
  const kept = Math.max(0, Math.min(place.before.byteLength, fingerprintLength - chunk.byteLength));
  return {
    offset: place.offset + chunk.byteLength,
    before: Buffer.concat([
      place.before.subarray(place.before.byteLength - kept),
      chunk.subarray(Math.max(0, chunk.byteLength - fingerprintLength)),
    ]),
  };
}

/** The place at a position of a file. */
export async function placeAt(fs: FollowFs, fd: number, offset: number): Promise<Place> {
  const before = Buffer.alloc(Math.min(offset, fingerprintLength));
  const count = await fs.read(fd, before, offset - before.length);
  return { offset, before: before.subarray(0, count) };
}

/** True when an open file has the place's bytes before that position. */
export async function hasPlace(fs: FollowFs, fd: number, { offset, before }: Place): Promise<boolean> {
  const there = Buffer.alloc(before.byteLength);
  const count = await fs.read(fd, there, offset - before.byteLength);
  return count === before.byteLength && there.equals(before);
}
