import { expect, test } from 'vitest';
import { withoutLogin } from '../../src/lines/printable.ts';

test.each([
  ['https://pool.example:2095/x?y', 'https://pool.example:2095/x?y'],
  ['http://user:pw@host/x', 'http://…@host/x'],
  ['http://user@host', 'http://…@host'],
  ['http://user:p/w@h#d@host', 'http://…@host'],
  ['user:pw@host', '…@host'],
])('%s is said as %s', (url, said) => {
  expect(withoutLogin(url)).toBe(said);
});
