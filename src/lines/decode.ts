/**
 * Turns a miner's bytes into UTF-8 for the line cutter. What is UTF-8 or ASCII already is handed on as it is, without
 * a copy; only what holds NULs is looked at.
 *
 * PowerShell 5.1 writes UTF-16 wherever it redirects (`>`, `Out-File`: little-endian with a byte order mark) and appends
 * it without a mark to whatever a file was before (`>>`); cmd.exe appends single bytes to that again. So a stream may turn
 * from one to the other and back, and this follows, a few characters late at the worst.
 */
export interface Decoder {
  /** The text of this chunk, in UTF-8. At most 33 bytes are kept for the next one. */
  push(chunk: Uint8Array): Uint8Array;
  /** What was kept. */
  end(): Uint8Array;
}

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

/** A decoder for one stream from its start. */
export function createDecoder(): Decoder {
  let encoding: Encoding = 'bytes';
  let kept: Buffer = nothing;
  let atStart = true;
  const nuls = createNulPattern();

  /** Hands on single bytes as far as they are such. Gives where UTF-16 begins, or the end. */
  const takeBytes = (bytes: Buffer, from: number, parts: Uint8Array[]): number => {
    const first = bytes.indexOf(0, from);
    if (first === -1) {
      nuls.passed(bytes, from);
      parts.push(from === 0 ? bytes : bytes.subarray(from));
      return bytes.length;
    }
    // A NUL shows nothing and means nothing: without them, ASCII in UTF-16 is text already before it is recognised.
    let length = 0;
    let at = from;
    while (at < bytes.length) {
      const byte = bytes[at] ?? 0;
      at += 1;
      if (byte !== 0) length += 1;
      const found = nuls.next(byte);
      if (found === null) continue;
      encoding = found;
      // The NUL that completed the pattern is the first half of the next unit.
      if (found === 'utf-16be') at -= 1;
      break;
    }
    if (length > 0) parts.push(withoutNuls(bytes.subarray(from, at), length));
    return at;
  };

  /** Decodes units of two bytes as far as they are such. Gives where single bytes begin, or where to wait for more. */
  const takeUnits = (bytes: Buffer, from: number, parts: Uint8Array[]): number => {
    const bigEndian = encoding === 'utf-16be';
    const end = bytes.length - ((bytes.length - from) % 2);
    let doubtful = 0;
    let at = from;
    for (; at < end && doubtful < unitsToDoubt; at += 2) {
      const high = bytes[bigEndian ? at : at + 1] ?? 0;
      const low = bytes[bigEndian ? at + 1 : at] ?? 0;
      doubtful = high !== 0 && isText(high) && (low === 0 || isText(low)) ? doubtful + 1 : 0;
    }
    const turned = doubtful === unitsToDoubt;
    let whole = at - 2 * doubtful;
    const last = bytes[bigEndian ? whole - 2 : whole - 1] ?? 0;
    // The first half of a surrogate pair waits for its second.
    if (!turned && whole > from && last >= 0xd8 && last <= 0xdb) whole -= 2;
    if (whole > from) parts.push(utf8Of(bytes.subarray(from, whole), bigEndian));
    if (turned) {
      encoding = 'bytes';
      nuls.reset();
    }
    return whole;
  };

  /** The mark of the encoding, at the start of the stream only. Gives where the text begins, `null` if that is not known yet. */
  const takeMark = (bytes: Buffer): number | null => {
    const [first, second] = bytes;
    const mayBeMark = first === 0xff || first === 0xfe;
    if (first === undefined || (mayBeMark && second === undefined)) return null;
    atStart = false;
    if (!mayBeMark || second !== (first ^ 1)) return 0;
    encoding = first === 0xff ? 'utf-16le' : 'utf-16be';
    return 2;
  };

  const decode = (bytes: Buffer): Uint8Array => {
    const parts: Uint8Array[] = [];
    const start = atStart ? takeMark(bytes) : 0;
    let at = start ?? 0;
    while (start !== null && at < bytes.length) {
      const before: Encoding = encoding;
      at = before === 'bytes' ? takeBytes(bytes, at, parts) : takeUnits(bytes, at, parts);
      if (encoding === before) break;
    }
    // A copy: the chunk's memory is the reader's.
    kept = at < bytes.length ? Buffer.from(bytes.subarray(at)) : nothing;
    const [only = nothing] = parts;
    return parts.length < 2 ? only : Buffer.concat(parts);
  };

  return {
    push(chunk) {
      const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      return decode(kept.length === 0 ? bytes : Buffer.concat([kept, bytes]));
    },
    end() {
      const rest = kept;
      kept = nothing;
      if (encoding === 'bytes' || rest.length >= 2 * unitsToDoubtAtEnd) {
        return rest.filter((byte) => byte !== 0);
      }
      return utf8Of(rest.subarray(0, rest.length - (rest.length % 2)), encoding === 'utf-16be');
    },
  };
}

/** Looks for ASCII in UTF-16 among single bytes, one after the other, however they are cut into chunks. */
interface NulPattern {
  /** The encoding, once this byte shows that it is not one of single bytes. */
  next(byte: number): Exclude<Encoding, 'bytes'> | null;
  /** These bytes came, none of them a NUL. */
  passed(bytes: Buffer, from: number): void;
  /** Something else came in between. */
  reset(): void;
}

function createNulPattern(): NulPattern {
  let units = 0;
  /** The byte before; a pattern may begin with the first one of all, or be broken by it. */
  let before: number | null = null;
  /** Every byte since the stream's first, a NUL, has been in the pattern: so the NULs come first in their units. */
  let nulFirst = false;

  return {
    next(byte) {
      if (byte === 0) {
        if (before === null) nulFirst = true;
        units = before !== null && before !== 0 && isText(before) ? units + 1 : 0;
      } else if (before !== 0 || !isText(byte)) {
        units = 0;
      }
      if (units === 0 && before !== null && (byte === 0 || before !== 0)) nulFirst = false;
      before = byte;
      if (units < unitsToRecognise) return null;
      units = 0;
      return nulFirst ? 'utf-16be' : 'utf-16le';
    },
    passed(bytes, from) {
      const last = bytes.length - 1;
      if (last < from) return;
      if (last > from) {
        units = 0;
        nulFirst = false;
        before = bytes[last] ?? null;
      } else {
        this.next(bytes[last] ?? 0);
      }
    },
    reset() {
      units = 0;
      nulFirst = false;
      // Whatever it is, the next byte is not the stream's first.
      before = 0xff;
    },
  };
}

/** Printable ASCII, and what else stands in a miner's lines: tab, CR, LF, ESC. */
function isText(byte: number): boolean {
  return (byte >= 0x20 && byte <= 0x7e) || byte === 0x0a || byte === 0x0d || byte === 0x09 || byte === 0x1b;
}

/** @param length how many of the bytes are no NULs */
function withoutNuls(bytes: Buffer, length: number): Buffer {
  const text = Buffer.allocUnsafe(length);
  let at = 0;
  for (const byte of bytes) {
    if (byte === 0) continue;
    text[at] = byte;
    at += 1;
  }
  return text;
}

/** Whole units as UTF-8, without NULs; half a surrogate pair becomes U+FFFD. */
function utf8Of(units: Buffer, bigEndian: boolean): Buffer {
  const text = (bigEndian ? Buffer.from(units).swap16() : units).toString('utf16le');
  return Buffer.from(text.includes('\0') ? text.replaceAll('\0', '') : text);
}
