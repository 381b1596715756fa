import { describe, expect, test } from 'vitest';
import { Auth } from '../../../src/web/config/auth.ts';
import { credentialsOf } from '../../../src/web/config/basic-auth.ts';
import { bcryptProblem, unmatchableHash } from '../../../src/web/config/bcrypt-hash.ts';

import type { WebAccess } from '../../../src/web/config/load.ts';
import type { Login } from '../../../src/web/config/logins.ts';
import { FakeTime } from '../../support/fake-time.ts';

const time = new FakeTime();
const open: WebAccess = { tls: null, headers: {}, users: new Map(), rateLimit: null, empty: true };
const closed: WebAccess = { ...open, users: new Map([['alice', 'hash']]) };
const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

/** The status of an answer, or `in` for who is let in. */
async function statusOf(auth: Auth, authorization?: string): Promise<number | 'in'> {
  const refusal = await auth.refusalFor({ authorization, address: 'a', gone: () => false });
  return refusal?.status ?? 'in';
}

function authWith(access: WebAccess, login: Login = 'wrong'): Auth {
  return new Auth(() => access, { check: () => login }, time);
}

describe('authentication', () => {
  test('is not needed where there are no users', async () => {
    expect(await statusOf(authWith(open))).toBe('in');
    expect(await statusOf(authWith(open), basic('a:b'))).toBe('in');
  });

  test('lets in who logs in', async () => {
    expect(await statusOf(authWith(closed, 'right'), basic('alice:secret'))).toBe('in');
    expect(await statusOf(authWith(closed, 'wrong'), basic('alice:secret'))).toBe(401);
    expect(await statusOf(authWith(closed, 'right'))).toBe(401);
    expect(await statusOf(authWith(closed, { retryAfter: 3 }), basic('alice:secret'))).toBe(429);
  });

  test('counts requests where they are limited', async () => {
    const auth = authWith({ ...open, rateLimit: { interval: 2, burst: 2 } }, 'right');
    const ask = () => statusOf(auth);
    expect([await ask(), await ask(), await ask()]).toEqual(['in', 'in', 429]);
    time.advance(1.9);
    expect(await ask()).toBe(429);
    time.advance(0.2);
    expect([await ask(), await ask()]).toEqual(['in', 429]);
  });
});

test.each([
  [basic('alice:secret'), { user: 'alice', password: 'secret' }],
  ['bAsIc  YTpi', { user: 'a', password: 'b' }],
  [basic('alice:with:colons'), { user: 'alice', password: 'with:colons' }],
  [basic(':'), { user: '', password: '' }],
  [basic('jörg:ß'), { user: 'jörg', password: 'ß' }],
  [basic('alice'), null],
  ['Basic', null],
  ['Basic ???', null],
  ['Bearer YTpi', null],
  [undefined, null],
])('%s', (header, credentials) => {
  expect(credentialsOf(header)).toEqual(credentials);
});

describe('hashes', () => {
  const hash = (cost: string, version = '2y') => `$${version}$${cost}$${'./Az09'.repeat(9).slice(0, 53)}`;

  test('of bcrypt, of a cost that can be waited for', () => {
    for (const right of [hash('04'), hash('10', '2a'), hash('16', '2b')])
      expect(bcryptProblem(right)).toBeNull();
    for (const wrong of [
      '',
      'secret',
      hash('03'),
      hash('32'),
      hash('10', '1'),
      `${hash('10')}a`,
      ` ${hash('10')}`,
    ])
      expect(bcryptProblem(wrong), wrong).toMatch(/^no bcrypt hash/);
    expect(bcryptProblem(hash('17'))).toMatch(/^a cost of 17 takes too long/);
  });

  test('of nobody cost what the dearest costs', () => {
    const nobody = unmatchableHash(
      new Map([
        ['a', hash('05')],
        ['b', hash('13')],
      ]),
    );
    expect(nobody).toMatch(/^\$2b\$13\$/);
    expect(bcryptProblem(nobody)).toBeNull();
  });
});
