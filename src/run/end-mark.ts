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

const escapeByte = 0x1b;

/**
 * The mark is an application program command (ECMA-48, 8.3.2), which a terminal would not show, with a word that is
 * another one at each start: `ESC _ FPGA-TEE <word> <status> ESC \`.
 *
 * @param word capitals and digits only, which no setting of a terminal changes
 */
export function createEndMarkReader(word: string): EndMarkReader {
  const start = markStart(word);
  const mark = new RegExp(`${start}(\\d{1,3})\x1b\\\\`, 'g');
  const begun = new RegExp(
    `${[...start].reduceRight((rest, next) => `${next}(?:${rest})?`, '\\d{1,3}\x1b?')}$`,
  );
  // Latin-1: a character for each byte.
  let held = '';
  let marks = 0;
  let status: number | null = null;

  const rest = (): Uint8Array => {
    const bytes = Buffer.from(held, 'latin1');
    held = '';
    return bytes;
  };

  return {
    take(chunk) {
      if (held === '' && !chunk.includes(escapeByte)) return chunk;
      const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      const text = (held + bytes.toString('latin1')).replace(mark, (_, digits: string) => {
        marks += 1;
        status ??= Number(digits);
        return '';
      });
      const at = text.search(begun);
      held = at === -1 ? '' : text.slice(at);
      return Buffer.from(at === -1 ? text : text.slice(0, at), 'latin1');
    },
    rest,
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
