import { describe, expect, test } from 'vitest';
import { credentialsOf } from '../../../src/web/config/basic-auth.ts';
import { bcryptProblem, hashOfNobody } from '../../../src/web/config/bcrypt-hash.ts';
import { Door } from '../../../src/web/config/door.ts';
import type { WebAccess } from '../../../src/web/config/load.ts';
import type { Login } from '../../../src/web/config/logins.ts';
import { FakeTime } from '../../support/fake-time.ts';

const time = new FakeTime();
const open: WebAccess = { tls: null, headers: {}, users: new Map(), rateLimit: null, empty: true };
const closed: WebAccess = { ...open, users: new Map([['alice', 'hash']]) };
const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

function statusOf(access: WebAccess, authorization: string | undefined, login: Login = 'wrong') {
  const door = new Door(() => access, { check: () => login }, time);
  const admitted = door.admit({ authorization, address: 'a', gone: () => false });
  return admitted instanceof Promise ? null : (admitted?.status ?? 'in');
}

describe('the door', () => {
  test('is open where there are no users', () => {
    expect(statusOf(open, undefined)).toBe('in');
    expect(statusOf(open, basic('a:b'))).toBe('in');
  });

  test('lets in who logs in', () => {
    expect(statusOf(closed, basic('alice:secret'), 'right')).toBe('in');
    expect(statusOf(closed, basic('alice:secret'), 'wrong')).toBe(401);
    expect(statusOf(closed, undefined, 'right')).toBe(401);
    expect(statusOf(closed, basic('alice:secret'), { retryAfter: 3 })).toBe(429);
  });

  test('counts requests where they are limited', () => {
    const access: WebAccess = { ...open, rateLimit: { interval: 2, burst: 2 } };
    const door = new Door(() => access, { check: () => 'right' as const }, time);
    const ask = () => {
      const admitted = door.admit({ authorization: undefined, address: 'a', gone: () => false });
      return admitted instanceof Promise ? null : (admitted?.status ?? 'in');
    };
    expect([ask(), ask(), ask()]).toEqual(['in', 'in', 429]);
    time.advance(1.9);
    expect(ask()).toBe(429);
    time.advance(0.2);
    expect([ask(), ask()]).toEqual(['in', 429]);
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
    const nobody = hashOfNobody(
      new Map([
        ['a', hash('05')],
        ['b', hash('13')],
      ]),
    );
    expect(nobody).toMatch(/^\$2b\$13\$/);
    expect(bcryptProblem(nobody)).toBeNull();
  });
});
