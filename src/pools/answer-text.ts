import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import { errorCode } from '../error-words.ts';
import { OtherKind } from './problem.ts';

/** What the headers of an answer say of its bytes. */
export interface AnswerHeaders {
  readonly 'content-type'?: string | undefined;
  readonly 'content-encoding'?: string | undefined;
}

/**
 * The text of an answer, as servers send it: with a byte order mark or without, in UTF-8, UTF-16 or what else it says, and
 * packed, though it was not asked for that.
 *
 * @param longest bytes that it may have when it is unpacked
 * @throws OtherKind for what can't be unpacked, or is too long
 */
export function answerText(bytes: Buffer, headers: AnswerHeaders, longest: number): string {
  const plain = unpacked(bytes, headers['content-encoding'] ?? '', longest);
  return new TextDecoder(charsetOf(plain, headers['content-type'] ?? '')).decode(plain);
}

/** What is said of an answer that is longer than anybody's who has something to say. */
export function tooLong(longest: number): OtherKind {
  return new OtherKind(`answers with more than ${longest / 1024} KiB`);
}

/** Done at once: what is as short takes less time than a thread would, of which there are few. */
function unpacked(bytes: Buffer, encoding: string, longest: number): Buffer {
  const limit = { maxOutputLength: longest };
  const [, kind = ''] = /^\s*(?:x-)?([\w-]*)\s*$/.exec(encoding.toLowerCase()) ?? [];
  try {
    // By its first bytes: some say so where it is not packed, and the other way round.
    if (bytes[0] === 0x1f && bytes[1] === 0x8b) return gunzipSync(bytes, limit);
    if (kind === 'br') return brotliDecompressSync(bytes, limit);
    // Some leave the head away.
    if (kind === 'deflate')
      return (bytes[0] ?? 0) % 16 === 8 ? inflateSync(bytes, limit) : inflateRawSync(bytes, limit);
    return bytes;
  } catch (error) {
    if (errorCode(error) === 'ERR_BUFFER_TOO_LARGE') throw tooLong(longest);
    throw new OtherKind("answers with something packed that can't be unpacked");
  }
}

function charsetOf(bytes: Buffer, contentType: string): string {
  const [first, second] = bytes;
  // The first character of JSON is one of ASCII.
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) return 'utf-16le';
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== 0)) return 'utf-16be';
  const [, charset = ''] = /;\s*charset\s*=\s*"?([\w.:-]+)/i.exec(contentType) ?? [];
  // What is marked as UTF-8 is that, whatever is said of it.
  if (charset === '' || (first === 0xef && second === 0xbb)) return 'utf-8';
  try {
    return new TextDecoder(charset).encoding;
  } catch {
    return 'utf-8';
  }
}
