/** How the bytes are read: as they are, without NULs, or in units of two. */
type Encoding = 'bytes' | 'utf-16le' | 'utf-16be';

/** So many ASCII characters in a row, each with a NUL behind it, are UTF-16. A first line of one word is enough. */
const unitsToRecognise = 4;
/**
 * So many units in a row that are two ASCII characters each (or one in the wrong half) are no UTF-16 any more. Chinese has
 * some such characters; 16 of them in a row are as good as impossible.
 */
const unitsToDoubt = 16;
/** The same at the very end, where nothing comes that could tell. */
const unitsToDoubtAtEnd = 4;

const nothing = Buffer.alloc(0);

/**
 * Turns a miner's bytes into UTF-8 for the line cutter. What is UTF-8 or ASCII already is handed on as it is, without
 * a copy; only what holds NULs is looked at.
 *
 * PowerShell 5.1 writes UTF-16 wherever it redirects (`>`, `Out-File`: little-endian with a byte order mark) and appends
 * it without a mark to whatever a file was before (`>>`); cmd.exe appends single bytes to that again. So a stream may turn
 * from one to the other and back, and this follows, a few characters late at the worst.
 */
export class Decoder {
  #encoding: Encoding = 'bytes';
  /** At most 33 bytes, for which the next ones are needed. */
  #kept = nothing;
  /** Single bytes that were looked at so far, the first of all and the newest of them. */
  #seen = 0;
  #first = -1;
  #newest = -1;
  /** ASCII characters in a row that had one NUL behind them. */
  #units = 0;

  /** Whether all that came was single bytes so far, and what comes is not half of anything. */
  get single(): boolean {
    return this.#encoding === 'bytes' && this.#kept.length === 0 && this.#seen > 0 && this.#units === 0;
  }

  /** The text of this chunk, in UTF-8. */
  push(chunk: Uint8Array): Buffer {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    return this.#decode(this.#kept.length === 0 ? bytes : Buffer.concat([this.#kept, bytes]));
  }

  /** What was kept. */
  end(): Buffer {
    const rest = this.#kept;
    this.#kept = nothing;
    if (this.#encoding === 'bytes' || rest.length >= 2 * unitsToDoubtAtEnd) return withoutNuls(rest);
    return this.#utf8Of(rest.subarray(0, rest.length - (rest.length % 2)));
  }

  #decode(bytes: Buffer): Buffer {
    const parts: Buffer[] = [];
    const start = this.#seen === 0 && this.#encoding === 'bytes' ? this.#takeMark(bytes) : 0;
    let at = start ?? 0;
    for (let before: Encoding | null = start === null ? this.#encoding : null; before !== this.#encoding; ) {
      before = this.#encoding;
      at = before === 'bytes' ? this.#takeBytes(bytes, at, parts) : this.#takeUnits(bytes, at, parts);
    }
    // A copy: the chunk's memory is the reader's.
    this.#kept = Buffer.from(bytes.subarray(at));
    const [only = nothing] = parts;
    return parts.length < 2 ? only : Buffer.concat(parts);
  }

  /** The mark of the encoding, at the start of the stream. Gives where the text begins, `null` if that is not known yet. */
  #takeMark([first, second]: Buffer): number | null {
    const mayBeMark = first === 0xff || first === 0xfe;
    if (first === undefined || (mayBeMark && second === undefined)) return null;
    if (!mayBeMark || second !== (first ^ 1)) return 0;
    this.#encoding = first === 0xff ? 'utf-16le' : 'utf-16be';
    return 2;
  }

  /** Hands on single bytes as far as they are such. Gives where UTF-16 begins, or the end. */
  #takeBytes(bytes: Buffer, from: number, parts: Buffer[]): number {
    const single = bytes.subarray(from);
    if (!single.includes(0)) {
      // Two in a row break any pattern.
      for (const byte of single.subarray(-2)) this.#look(byte);
      this.#seen += Math.max(0, single.length - 2);
      parts.push(single);
      return bytes.length;
    }
    let at = from;
    while (at < bytes.length && this.#encoding === 'bytes') {
      this.#look(bytes[at] ?? 0);
      at += 1;
      // NULs behind a NUL tell nothing, and there may be a gigabyte of them.
      if (this.#newest === 0 && this.#encoding === 'bytes') at = this.#passNuls(bytes, at);
    }
    // A NUL shows nothing and means nothing: without them, ASCII in UTF-16 is text already before it is recognised.
    parts.push(withoutNuls(bytes.subarray(from, at)));
    // The NUL that told is the first half of the next unit.
    return this.#encoding === 'utf-16be' ? at - 1 : at;
  }

  #passNuls(bytes: Buffer, from: number): number {
    let at = from;
    while (at < bytes.length && bytes[at] === 0) at += 1;
    if (at > from) this.#units = 0;
    this.#seen += at - from;
    return at;
  }

  /** Looks for ASCII in UTF-16 among single bytes, one after the other, however they are cut into chunks. */
  #look(byte: number): void {
    if (this.#seen === 0) this.#first = byte;
    this.#seen += 1;
    if (byte === 0) this.#units = isText(this.#newest) ? this.#units + 1 : 0;
    else if (this.#newest !== 0 || !isText(byte)) this.#units = 0;
    this.#newest = byte;
    if (this.#units < unitsToRecognise) return;
    this.#units = 0;
    // NULs that came first in their units can be told only where the stream begins with them.
    const nulFirst = this.#first === 0 && this.#seen === 2 * unitsToRecognise + 1;
    this.#encoding = nulFirst ? 'utf-16be' : 'utf-16le';
  }

  /** Decodes units of two bytes as far as they are such. Gives where single bytes begin, or where to wait for more. */
  #takeUnits(bytes: Buffer, from: number, parts: Buffer[]): number {
    const bigEndian = this.#encoding === 'utf-16be';
    const end = bytes.length - ((bytes.length - from) % 2);
    let doubtful = 0;
    let at = from;
    for (; at < end && doubtful < unitsToDoubt; at += 2) {
      const high = bytes[bigEndian ? at : at + 1] ?? 0;
      const low = bytes[bigEndian ? at + 1 : at] ?? 0;
      doubtful = isText(high) && (low === 0 || isText(low)) ? doubtful + 1 : 0;
    }
    const turned = doubtful === unitsToDoubt;
    let whole = at - 2 * doubtful;
    const last = bytes[bigEndian ? whole - 2 : whole - 1] ?? 0;
    // The first half of a surrogate pair waits for its second.
    if (!turned && whole > from && last >= 0xd8 && last <= 0xdb) whole -= 2;
    if (whole > from) parts.push(this.#utf8Of(bytes.subarray(from, whole)));
    if (turned) {
      this.#encoding = 'bytes';
      // Nothing of a pattern has been seen, nor is it the start of the stream.
      this.#seen = 1;
      this.#first = -1;
      this.#newest = -1;
    }
    return whole;
  }

  /** Whole units as UTF-8, without NULs; half a surrogate pair becomes U+FFFD. */
  #utf8Of(units: Buffer): Buffer {
    const text = (this.#encoding === 'utf-16be' ? Buffer.from(units).swap16() : units).toString('utf16le');
    return Buffer.from(text.replaceAll('\0', ''));
  }
}

/** Printable ASCII, and what else stands in a miner's lines: tab, CR, LF, ESC. */
function isText(byte: number): boolean {
  return (byte >= 0x20 && byte <= 0x7e) || byte === 0x0a || byte === 0x0d || byte === 0x09 || byte === 0x1b;
}

function withoutNuls(bytes: Buffer): Buffer {
  const text = Buffer.allocUnsafe(bytes.length);
  let length = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    text[length] = byte;
    if (byte !== 0) length += 1;
  }
  return text.subarray(0, length);
}
