import { Readable } from 'node:stream';
import { compareSync } from 'bcryptjs';
import { describe, expect, test } from 'vitest';
import { bcryptProblem } from '../../../src/web/config/bcrypt-hash.ts';
import { hashPassword } from '../../../src/web/config/hash-password.ts';

/** What comes of these pieces of input. */
async function hashed(pieces: readonly string[], typed: boolean) {
  const hidden: boolean[] = [];
  let said = '';
  let printed = '';
  const code = await hashPassword({
    stdin: Readable.from(
      pieces.map((piece) => Buffer.from(piece)),
      { objectMode: false },
    ),
    hideTyping: typed ? (hide) => hidden.push(hide) : null,
    say: (text) => {
      said += text;
    },
    print: (text) => {
      printed += text;
    },
  });
  return { code, hidden, said, printed };
}

describe('the hash of a password', () => {
  test.each([
    ['a pipe', ['secret\n'], false],
    ['a pipe of Windows', ['sec', 'ret\r\nmore'], false],
    ['a pipe without a newline', ['secret'], false],
    ['keys', ['secret\r', 'secret\r'], true],
    ['keys that were taken back', ['secx\x7fre', 't\r', 'secretß\b\r'], true],
    ['a paste of both', ['secret\nsecret\n'], true],
  ])('from %s', async (_, pieces, typed) => {
    const { code, hidden, said, printed } = await hashed(pieces, typed);
    expect(code).toBe(0);
    expect(printed).toMatch(/^[^\n]{60}\n$/);
    expect(bcryptProblem(printed.trim())).toBeNull();
    expect(compareSync('secret', printed.trim())).toBe(true);
    expect(hidden).toEqual(typed ? [true, false] : []);
    expect(said).toBe(typed ? 'Password: \nOnce more: \n' : '');
  });

  test.each([
    ['nothing', [], false, 'no password given'],
    ['an empty line', ['\n'], false, 'no password given'],
    ['Ctrl-C', ['sec\x03'], true, 'no password given'],
    ['Ctrl-D the second time', ['secret\r', '\x04'], true, 'no password given'],
    ['two different ones', ['secret\r', 'secrets\r'], true, 'two different passwords'],
    ['more than bcrypt looks at', [`${'ß'.repeat(37)}\n`], false, 'more than 72 bytes'],
  ])('is not made of %s', async (_, pieces, typed, why) => {
    const { code, hidden, said, printed } = await hashed(pieces, typed);
    expect([code, printed]).toEqual([2, '']);
    expect(said).toContain(why);
    expect(hidden).toEqual(typed ? [true, false] : []);
  });
});
