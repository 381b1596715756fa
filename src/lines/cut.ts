/** Longest line that is held while it grows, in bytes. What is longer was never a line of a miner's statistics. */
export const longestHeld = 64 * 1024;

/** Cuts a stream of bytes into lines, for reading and showing; the log has the bytes themselves. */
export interface LineCutter {
  push(chunk: Uint8Array): void;
  /**
   * The newest line, which no newline has ended yet; `''` when there is none. It may have been given a newline by
   * nobody for minutes, so it is shown and read before it ends.
   */
  unterminated(): string;
  /** The end of the stream: the unterminated line is a line. */
  end(): void;
}

const newline = 0x0a;
const carriageReturn = 0x0d;

/**
 * Lines end at a newline; a carriage return before it belongs to the line's end. Any other carriage return means that
 * the line was written over: only what stands after the last one is given. Bytes that are no UTF-8 become U+FFFD.
 *
 * Made by hand because the newest line must be seen before it ends, a line without end must stay cheap and bounded,
 * and a CR-LF may straddle two chunks.
 *
 * @param onLine gets each line without its end
 */
export function createLineCutter(onLine: (line: string) => void): LineCutter {
  let held: Buffer[] = [];
  let heldBytes = 0;
  /** What is held ends in a carriage return, even where that one did not fit. */
  let returned = false;

  const hold = (piece: Buffer): void => {
    // Carriage returns at the piece's end may belong to the line's end: only what follows them tells.
    let end = piece.length;
    while (end > 0 && piece[end - 1] === carriageReturn) end -= 1;
    const rewritten = end === 0 ? -1 : piece.lastIndexOf(carriageReturn, end - 1);
    if (rewritten !== -1 || (end > 0 && returned)) {
      held = [];
      heldBytes = 0;
    }
    if (piece.length > 0) returned = end < piece.length;
    const kept = piece.subarray(rewritten + 1, rewritten + 1 + longestHeld - heldBytes);
    if (kept.length === 0) return;
    // A copy: the chunk's memory is the reader's.
    held.push(Buffer.from(kept));
    heldBytes += kept.length;
    if (held.length > 64) held = [Buffer.concat(held)];
  };

  const release = (): string => {
    const text = Buffer.concat(held).toString('utf8');
    held = [];
    heldBytes = 0;
    returned = false;
    return text;
  };

  return {
    push(chunk) {
      const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      const last = bytes.lastIndexOf(newline);
      if (last === -1) {
        if (bytes.length > 0) hold(bytes);
        return;
      }
      const first = bytes.indexOf(newline);
      hold(bytes.subarray(0, first));
      onLine(shown(release()));
      if (last > first) {
        for (const line of bytes.toString('utf8', first + 1, last).split('\n')) onLine(shown(line));
      }
      if (last + 1 < bytes.length) hold(bytes.subarray(last + 1));
    },
    unterminated: () => (heldBytes === 0 ? '' : shown(Buffer.concat(held).toString('utf8'))),
    end() {
      if (heldBytes > 0) onLine(shown(release()));
    },
  };
}

/** What stays visible of a line that carriage returns wrote over. */
function shown(line: string): string {
  let end = line.length;
  while (end > 0 && line.charCodeAt(end - 1) === carriageReturn) end -= 1;
  const start = line.lastIndexOf('\r', end - 1) + 1;
  return end === 0 ? '' : line.slice(start, end);
}
