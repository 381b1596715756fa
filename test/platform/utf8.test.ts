import { expect, test } from 'vitest';
import { showsUtf8 } from '../../src/platform/utf8.ts';

const xterm = 'xterm-256color';

test.each([
  [{ TERM: xterm, LANG: 'C.UTF-8' }, true],
  [{ TERM: xterm, LC_CTYPE: 'de_DE.utf8' }, true],
  [{ TERM: xterm, LC_ALL: 'C', LANG: 'en_US.UTF-8' }, false],
  [{ TERM: xterm, LC_ALL: '', LANG: 'en_US.UTF-8' }, true],
  [{ TERM: xterm }, false],
  [{ TERM: 'linux', LANG: 'en_US.UTF-8' }, false],
  [{ TERM: 'vt100', LANG: 'en_US.UTF-8' }, false],
  [{ TERM: 'screen', LANG: 'POSIX' }, false],
])('%o: %s', (environment, shown) => {
  expect(showsUtf8(environment, 'linux')).toBe(shown);
});

test('a console of Windows needs no locale', () => {
  expect(showsUtf8({}, 'win32')).toBe(true);
});
