import type { FollowFs } from './follow-fs.ts';

/**
 * Bytes before a position by which a file is known to be still the same. Miners' lines hold counters and times, so that
 * a page of them hardly comes twice; of a page of equal lines nothing can be said.
 */
export const fingerprintLength = 4096;

/** A position in a file, and the bytes right before it, at the most `fingerprintLength`. */
export interface Position {
  readonly offset: number;
  readonly before: Uint8Array;
}

/** The beginning of any file. */
export const beginning: Position = { offset: 0, before: new Uint8Array(0) };

/** The position after more was read; keeps none of the bytes' memory. */
export function positionAfter(position: Position, chunk: Uint8Array): Position {
  const kept = Math.max(0, Math.min(position.before.byteLength, fingerprintLength - chunk.byteLength));
  return {
    offset: position.offset + chunk.byteLength,
    before: Buffer.concat([
      position.before.subarray(position.before.byteLength - kept),
      chunk.subarray(Math.max(0, chunk.byteLength - fingerprintLength)),
    ]),
  };
}

/** The position in an open file, with the bytes before it. */
export async function positionAt(fs: FollowFs, fd: number, offset: number): Promise<Position> {
  const before = Buffer.alloc(Math.min(offset, fingerprintLength));
  const count = await fs.read(fd, before, offset - before.length);
  return { offset, before: before.subarray(0, count) };
}

/** True when an open file has the bytes before that position, too. */
export async function isSameUpTo(fs: FollowFs, fd: number, { offset, before }: Position): Promise<boolean> {
  const there = Buffer.alloc(before.byteLength);
  const count = await fs.read(fd, there, offset - before.byteLength);
  return count === before.byteLength && there.equals(before);
}
