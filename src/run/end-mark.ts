/** Takes the wrapper's marks out of what comes from the pseudo-terminal. */
export interface EndMarkReader {
  /** The miner's bytes in this chunk. What may be the beginning of a mark is held until the next chunk tells. */
  take(chunk: Uint8Array): Uint8Array;
  /** What is still held: the miner's own after all. */
  rest(): Uint8Array;
  /** How many marks have come. */
  readonly marks: number;
  /** The exit status in the first of them; `null` until it has come. */
  readonly status: number | null;
}

/** The longest status with the mark's end. */
const longestEnd = '255\x1b\\'.length;

/**
 * The mark is an application program command (ECMA-48, 8.3.2), which a terminal would not show, with a word that is
 * another one at each start: `ESC _ FPGA-TEE <word> <status> ESC \`.
 *
 * @param word capitals and digits only, which no setting of a terminal changes
 */
export function createEndMarkReader(word: string): EndMarkReader {
  const start = Buffer.from(markStart(word), 'latin1');
  let held: Buffer = Buffer.alloc(0);
  let marks = 0;
  let status: number | null = null;

  const take = (chunk: Uint8Array): Uint8Array => {
    const bytes =
      held.length === 0
        ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
        : Buffer.concat([held, chunk]);
    held = Buffer.alloc(0);
    const pieces: Buffer[] = [];
    let from = 0;
    for (let search = 0; ; ) {
      const at = bytes.indexOf(start, search);
      if (at === -1) {
        const until = Math.max(from, begun(bytes, start));
        held = Buffer.from(bytes.subarray(until));
        pieces.push(bytes.subarray(from, until));
        break;
      }
      const after = bytes.toString('latin1', at + start.length, at + start.length + longestEnd);
      const end = /^(\d{1,3})\x1b\\/.exec(after);
      if (end !== null) {
        marks += 1;
        status ??= Number(end[1]);
        pieces.push(bytes.subarray(from, at));
        from = at + start.length + end[0].length;
        search = from;
      } else if (after.length < longestEnd && /^\d{0,3}\x1b?$/.test(after)) {
        held = Buffer.from(bytes.subarray(at));
        pieces.push(bytes.subarray(from, at));
        break;
      } else search = at + 1;
    }
    return pieces.length === 1 ? (pieces[0] ?? bytes) : Buffer.concat(pieces);
  };

  return {
    take,
    rest() {
      const rest = held;
      held = Buffer.alloc(0);
      return rest;
    },
    get marks() {
      return marks;
    },
    get status() {
      return status;
    },
  };
}

/** What stands before the status in the mark. */
export function markStart(word: string): string {
  return `\x1b_FPGA-TEE ${word} `;
}

/** Where a mark begins that the bytes break off in; their length when they don't. */
function begun(bytes: Buffer, start: Buffer): number {
  for (let length = Math.min(start.length - 1, bytes.length); length > 0; length -= 1) {
    if (bytes.subarray(bytes.length - length).equals(start.subarray(0, length))) return bytes.length - length;
  }
  return bytes.length;
}
