import type { FollowFs } from './follow-fs.ts';

const blockLength = 64 * 1024;
/** How far back a log's newest reading is looked for, in bytes. */
export const searchLimit = 16 * 1024 * 1024;

const newline = 0x0a;
const carriageReturn = 0x0d;
const nothing = new Uint8Array(0);

/** Where reading a log starts. */
export interface Start {
  /** The start of a line. */
  readonly offset: number;
  /** The UTF-16 byte order mark that is needed to read from there, or nothing. */
  readonly mark: Uint8Array;
}

/**
 * Finds where to start reading so that the newest reading of a log is seen: back from the end in blocks of whole lines,
 * until one holds a reading. Where none does within the limit, it starts at the last block.
 *
 * @param size bytes of the file
 * @param hasReading whether a block of whole lines (the last may be unterminated) holds a reading; in UTF-16 the byte
 *   order mark comes first
 */
export async function findNewestReading(
  fs: FollowFs,
  fd: number,
  size: number,
  hasReading: (block: Uint8Array) => boolean,
): Promise<Start> {
  const fileMark = await byteOrderMark(fs, fd);
  const lowest = Math.max(0, size - searchLimit);
  let lastBlock: Start | null = null;
  /** The line that goes on after the block at hand. */
  let rest: Uint8Array[] = [];
  for (let end = size; end > lowest; ) {
    // At an even position, where a UTF-16 character begins.
    const from = Math.max(0, end - blockLength - (end % 2));
    const block = Buffer.alloc(end - from);
    const count = await fs.read(fd, block, from);
    // It was cut off meanwhile: all that is in it now is new.
    if (count < block.length) return { offset: 0, mark: nothing };
    const line = from === 0 ? 0 : firstLine(block, fileMark);
    end = from;
    if (line === null) {
      rest.unshift(block);
      continue;
    }
    const start: Start = { offset: from + line, mark: from === 0 ? nothing : fileMark };
    if (hasReading(Buffer.concat([start.mark, block.subarray(line), ...rest]))) return start;
    lastBlock ??= start;
    rest = [block.subarray(0, line)];
  }
  return lastBlock ?? { offset: lowest, mark: lowest === 0 ? nothing : fileMark };
}

async function byteOrderMark(fs: FollowFs, fd: number): Promise<Uint8Array> {
  const mark = Buffer.alloc(2);
  await fs.read(fd, mark, 0);
  const first = mark.readUInt16BE();
  return first === 0xfffe || first === 0xfeff ? mark : nothing;
}

/**
 * Where the first line begins that begins inside a block at an even position; `null` when none does. A log that has
 * only CRs ends its lines with them.
 */
function firstLine(block: Buffer, mark: Uint8Array): number | null {
  return after(block, newline, mark) ?? after(block, carriageReturn, mark);
}

/** The position after a character's first occurrence. */
function after(block: Buffer, character: number, mark: Uint8Array): number | null {
  if (mark.byteLength === 0) {
    const at = block.indexOf(character);
    return at === -1 ? null : at + 1;
  }
  const [high, low] = mark[0] === 0xfe ? [0, 1] : [1, 0];
  for (let at = 0; at + 1 < block.length; at += 2) {
    if (block[at + high] === 0 && block[at + low] === character) return at + 2;
  }
  return null;
}
